platform-telegram = Telegram
platform-rehearsal = 排练室
platform-wechat = 微信公众号
platform-wecom = 企业微信
platform-wecom-bot = 企业微信机器人
platform-wecom-group = 企业微信群
platform-qq = QQ

link-nobody = 您还没有登记，这里没有可以关联的资料。已经在别的平台登记过的，请在那边的私聊里发送 /link 取一个码，再到这里发送：/link 码
link-code =
    关联码：{ $code }
    30 分钟内有效，只能用一次。请用您自己的另一个账号（例如微信、QQ）给我发送：/link { $code }
    发完以后，我会在这里请您确认。这个码不要给别人：谁关联上，谁就能以您的身份办事。
link-code-group = 在群里 @我 发也行，每个群要各关联一次。
link-groups = 要在群里记，先在这里发“关联”取一个码，再到那个群里 @我 发：/link 码。每个群做一次就行，以后我就认得您。
link-in-group =
    我在这个群里还认不出您。
    已经登记过的：{ private-way }，发“关联”取一个码，回到这里 @我 发：/link 码。以后就不用了。
    还没有登记的：向协调员要一个单位码，在私聊里发：/join 单位码
link-unknown = 没有这个关联码。请在已登记的账号里给我发送 /link 取码，再核对一下。
link-same = 这个账号已经是您的了，不用再关联。
link-who = { $name }（{ $platform }）
link-mine =
    这个码是“{ $who }”取的。关联以后，您的岗位和记录都归到那边，两个账号算同一个人。
    那个账号也是您自己的，才选“是我”。如果是别人让您发的，请选“不是”。
link-button-mine = 是我
link-button-yes = 是
link-button-no = 不是
link-go-there = 收到。请到您取码的地方（{ $platform }）选“是”，就关联好了。
link-ask = 要把 { $platform } 上的“{ $name }”和您关联吗？
link-ask-group = 要把 { $platform } 群“{ $group }”里刚才发码的那个账号和您关联吗？
link-ask-some-group = 要把 { $platform } 群里刚才发码的那个账号和您关联吗？
link-ask-nameless = 要把 { $platform } 上刚才发码的那个账号和您关联吗？
link-ask-posts = 那个账号登记的是：{ $name }，{ $posts }。关联以后两边的记录合在一起，同一条分享只算一次。
link-post = { $place } { $role }
link-ask-warning = 只有那是您自己的账号，才选“是”：关联以后，它能以您的身份办事，也能看到您的记录。
link-over = 这次关联已经结束或过期了。要关联，请再发送 /link 取一个新的码。
link-declined = 好的，没有关联，什么都没有改动。
link-refused = 取码的那边没有同意关联，什么都没有改动。
link-several = { $platform }（{ $count } 个）
link-done = 关联好了。您现在有 { $count } 个账号：{ $platforms }。在哪边记都一样，同一条分享只算一次。要解除某一个，请在那个账号里发送 /unlink
link-done-there = 关联好了，您在这里也是{ $name }。在哪边记都一样，同一条分享只算一次。要解除，请在这里发送 /unlink

unlink-nobody = 这个账号没有登记，不用解除。
unlink-last = 这是您唯一的账号，不能解除。要删掉全部资料，请发送 /forgetme；要卸任，请发送 /leave
unlink-sure = 要解除现在这个账号（{ $platform }）吗？您的记录和岗位都留着，用别的账号照常办事；这个账号以后就不认得您了。
unlink-yes = 解除
unlink-no = 不解除
unlink-stayed = 好的，没有解除。
unlink-done = 已解除，这个账号和您没有关系了。记录都在，请用您的其他账号接着办。
