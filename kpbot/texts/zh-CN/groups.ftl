group-called = { $place }{ $kind }
group-kind-officers = 信息员群
group-kind-public = 公众群
group-kind-private = 私聊领取
group-kind-coordinators = 协调员群
group-gone = 机器人不能再往“{ $title }”这个群里发消息了（可能被移出了群）。欠这个群的消息不会再发。需要的话，请把机器人重新加进群。

greet-added =
    大家好，我是科普机器人。
    我每天在群里发三条科普内容，帮科普信息员记分享、记活动、记宣传栏更新。
    我不保存大家的聊天内容，平时也不插话。
    还差一步：请本单位的科普信息员或本地区的协调员在群里发送 /bind 群码。还没有群码，请向当地科协的协调员要。
greet-back = 我回来了。这个群仍然绑定在{ $place }，接着照常推送。
greet-back-paused = 我回来了。这个群绑定在{ $place }，推送现在是暂停的，要恢复请发送 /resume。
greet-hello = 我在。发送 /help 看看能做什么。
greet-unknown =
    您好，我是科普机器人，帮科普信息员做每天的科普分享和活动上报。
    要加入，请向当地科协的协调员要一个单位码，然后在这里发送：/join 单位码
    现在还没有保存您的任何资料。
greet-pending = { $name }，您好。您的申请已经收到，正在等协调员确认，确认后我会在这里告诉您。
greet-officer =
    { $name }，您好。以后提醒和您自己的记录都在这里看。
    今天的三条：发送 /today。要上报活动：发送 /report。其他：/help。
greet-coordinator =
    { $name }，您好。要印单位码：发送 /code。等您确认的人：发送 /confirm。其他：/help。

bind-in-group = 这条命令要在群里用：先把我加进群，再在群里发送 /bind 群码。
bind-no-groups = 这个平台上我进不了群，不用绑定：信息员在这里私聊我就行。
bind-how = 这个群还没有绑定。请本单位的科普信息员或本地区的协调员在群里发送 /bind 群码。还没有群码，请向当地科协的协调员要。
bind-is = 这个群是{ $place }的{ $kind }。要改绑，请发送 /bind 新群码。
bind-is-paused = 这个群是{ $place }的{ $kind }，推送暂停中，要恢复请发送 /resume。
bind-same = 这个群已经绑定在{ $place }了，不用再绑，码还可以留着用。
bind-here = 好的，以后的推送、提醒和通知都发到这里。
bind-topic = 推送、提醒和通知都会发到这个话题。想换地方，在群里别的话题再发一次 /bind 就行，不用群码。
bind-ask = 这个群现在绑定在{ $old }，要改成{ $new }吗？
bind-button-over = 改绑
bind-button-keep = 不改
bind-kept = 好的，没有改动。
bind-done-officers = 绑定好了：这里是{ $place }的信息员群。每天的三条会发到这里，转发以后记一下“已分享”就行。
bind-done-public = 绑定好了：这里是{ $place }的公众群。每天的三条会发到这里，群里不放按钮，也不发提醒。
bind-done-coordinators = 绑定好了：这里是{ $place }的协调员群。每天的预览、简报和等确认的事会发到这里。

pause-in-group = 这条命令要在群里用：在要暂停的群里发送 /pause，恢复发送 /resume。
pause-done = 好的，这个群的推送先停下。要恢复请发送 /resume。
pause-already = 这个群的推送已经是暂停的。要恢复请发送 /resume。
resume-done = 好的，这个群的推送恢复了。
resume-already = 这个群的推送没有暂停。

lang-ask = 我用哪种语言和您说话？Which language do you prefer?
lang-ask-group = 我在这个群里用哪种语言？Which language in this group?
lang-done = 好的，以后用中文和您说话。
lang-done-group = 好的，以后在这个群里用中文。
lang-not-kept = 好的。您还没有加入，所以这个选择没有保存，加入以后再设一次就行。
lang-not-here = 群里的语言由管这个群的协调员来设。您自己的语言，请在和我的私聊里发送 /lang。
