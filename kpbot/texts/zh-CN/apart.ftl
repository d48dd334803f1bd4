apart-send = 照片请单独发给我（点我的头像 → 发消息），我会放进这次上报里。
apart-send-together = 照片要和文字放在同一条消息里发，单独发到群里的照片我收不到。
apart-send-upkeep = 照片请单独发给我（点我的头像 → 发消息），我会放进这条记录里。
apart-unnamed = 还没写名称的活动
apart-which = 照片收到了。是哪一件事的？
apart-joined-draft = 照片已放进“{ $name }”，现在有 { $count } 张。核对好了，请在群里确认上报。
apart-joined-event = 照片已放进“{ $name }”，现在有 { $count } 张。
apart-joined-upkeep = 照片已放进{ $name }的更换记录，现在有 { $count } 张。
