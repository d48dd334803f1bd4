room-clock = { $year }年{ $month }月{ $day }日（周{ $weekday ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
    [5] 五
    [6] 六
   *[7] 日
}） { $time }
room-bot-name = 科普小助手
room-private-about = 和机器人单独聊
room-newcomer = 还没有登记的人
room-choose-person = 请先选择您是谁。
room-bad-frame = 这一条没有看懂，没有处理。请刷新页面再试。
room-not-member = 您不在这个群里。
room-too-many-photos = 一次最多发 9 张照片。
room-text-too-long = 这条太长了，没有发出去。请分成几条再发。
room-empty = 请写点什么再发送。
room-name-needed = 请写一个名字。
room-photo-too-big = 照片太大了，最多 20 MB。
room-photo-kind = 这不是照片，请选择 JPG、PNG、GIF 或 WebP 图片。
room-file-too-big = 文件太大了，最多 10 MB。请拆成几个小一点的文件再发。
room-not-forwarded = 这一条不能转发：只能转发机器人的、您看得到的消息。
