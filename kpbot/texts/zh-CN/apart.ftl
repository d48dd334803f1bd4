apart-send = 照片请单独发给我（点我的头像 → 发消息），我会放进这次上报里。
apart-send-together = 照片要和文字放在同一条消息里发，单独发到群里的照片我收不到。
apart-send-upkeep = 照片请单独发给我（点我的头像 → 发消息），我会放进这条记录里。
apart-unnamed = 还没写名称的活动
apart-which = 照片收到了。是哪一件事的？
apart-joined-draft = 照片已放进“{ $name }”，现在有 { $count } 张。核对好了，请在群里确认上报。
apart-joined-event = 照片已放进“{ $name }”，现在有 { $count } 张。
apart-joined-upkeep = 照片已放进{ $name }的更换记录，现在有 { $count } 张。
apart-nobody =
    照片收到了，但这里的账号还没有登记，不知道放进哪件事里。
    还没有登记的：向协调员要一个单位码，在这里发送 /join 单位码。
    在别的平台登记过的：在那边和我的私聊里发送 /link 取一个码，再到这里发送 /link 码。
    然后再发一次照片。
