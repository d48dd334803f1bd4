bound-about = List, bind and create groups
bound-list = List all groups: platform, id, title, place, kind, state, last push
bound-bind = Bind a group in which nobody can send a code, such as that of a WeCom group webhook
bound-create = Create a group and bind it, on a platform where the bot can
bound-platform = Name of the platform, such as wecom-group; the first column of kpbot group list
bound-chat = Id of the group; its name in the settings for a WeCom group webhook; its title will do if no other has it
bound-place = Region or unit, such as 北镇市/闾阳镇/槐树村; part of it will do if it is clear
bound-kind = Kind of the group
bound-language = Language to be used in the group; as it is if not given
bound-title = Title of the new group
bound-owner = The owner's account on that platform

bound-none = There are no groups yet. Add the bot to a group, or put a group webhook into the settings, and run this again.
bound-unknown = —
bound-unbound = not bound
bound-unbound-named = “{ $chat }” of the settings is not bound yet. To bind it: kpbot group bind { $platform } { $chat } PLACE --kind public (nothing said there is heard; for a group of officers use --kind officers, and its pushes ask them to record elsewhere)
bound-state-active = active
bound-state-paused = paused
bound-state-gone = out of reach
bound-state-not-in-settings = not in the settings
bound-push-never = no push yet
bound-push-due = to be sent
bound-push-waiting = waits for a word in the group
bound-push-sending = being sent
bound-push-sent = sent
bound-push-failed = failed
bound-push-expired = expired unsent
bound-push-unknown = may have arrived or not
bound-push-to-fetch = there to be fetched
bound-push-forgotten = no longer on record

bound-done = Bound: “{ $title }” is the { $kind } of { $place }.
bound-same = Nothing to change: “{ $title }” is the { $kind } of { $place } already.
bound-mute = This group only gets pushes; the bot hears nothing that is said there. Officers record what they did in a chat with the bot elsewhere: official account, WeCom app or another platform.
bound-created = Created: “{ $title }”, { $kind } of { $place }, { $count ->
    [one] 1 member
   *[other] { $count } members
}.
bound-without-account = { $count ->
    [one] 1 person has
   *[other] { $count } people have
} no account on { $platform } and could not be added. Once they join (/join) or link an account (/link), the group's owner can add them.
bound-cannot-create = The bot cannot create groups on { $platform }. Create the group there, add the bot, and bind it with /bind and a group code or with kpbot group bind.
bound-mute-coordinators = This group only gets the digest: the bot hears nothing that is said there. Previews and what has to be confirmed go to the coordinators in private; have them use /join in the official account, the WeCom app or on another platform first.
bound-alone = A group needs two people at least: nobody else of { $place } has an account on { $platform }. Have officers speak to the bot there first and use /join (or /link), then create the group.
bound-create-refused = The platform created no group: { $reason }. Check the owner's account and who may see the app, then try again.
bound-create-doubtful = It is not known whether the group was created: { $reason }. Look for it on the platform before you try again.
bound-not-configured = { $platform } is not set up. Fill in { $setting } in config/kpbot.toml first; kpbot check then says whether it is right.
bound-no-platform = There is no platform called “{ $platform }”. Known: { $known }
bound-not-named = { $setting } has no “{ $name }”. Put the address of that group's webhook there first.
bound-no-group = The bot knows no group “{ $name }” on { $platform }. Add the bot to it, then see its id with kpbot group list.
bound-which-group = Several groups are called “{ $name }”; please give the id:
bound-nearest = Perhaps you meant:
bound-no-language = There is no language “{ $given }”. Known: { $known }
