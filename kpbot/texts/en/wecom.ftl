# WeCom: a few sentences of the app, and what kpbot check finds.

wecom-card-title = Please choose
wecom-card-more = More
wecom-card-closed = Done
wecom-card-below = The latest is below.
wecom-press-privately = To record a share or anything else, open this app in WeCom: the buttons are there.
wecom-words-please = I cannot read voice messages, videos or locations; please type. To report an event send “report”, for today's items “today”.

check-wecom-app = WeCom: the secret is good, the app is “{ $name }”.
check-wecom-refused = WeCom does not accept the app ({ $reason }). Check wecom.app.corp_id, agent_id and secret; if the code is 60020, add this server's outgoing address to the app's trusted IPs in the admin console. What is owed is kept.
check-wecom-away = WeCom cannot be reached: { $reason }. Check the network; set wecom.app.proxy if a proxy is needed.
check-wecom-closed = The WeCom app “{ $name }” is disabled and cannot send. Enable it in the admin console.
check-wecom-nobody = Nobody is in the visible range of the WeCom app “{ $name }”, so nobody gets anything. Add officers and coordinators on the app's page of the admin console.
check-wecom-callback = WeCom: on the app's page of the admin console, «Receive messages», the URL is to be { $address }.
check-wecom-callback-missing = WeCom has nowhere to bring messages: web.public_url is not set. Set an address that can be reached from outside, and enter it, followed by { $path }, as the URL of «Receive messages» on the app's page.
check-wecom-callback-insecure = WeCom: the URL of «Receive messages» is { $address }, without https: signatures and messages can be seen on the way. Please give web.public_url an https address.
check-wecom-clock = This machine's clock and WeCom's differ by { $seconds } seconds; from five minutes on its messages would be refused as old. Turn on time synchronization (such as timedatectl set-ntp true).
check-wecom-group = WeCom group webhooks: { $count } in the settings ({ $names }). Whether one works shows when something is posted.
