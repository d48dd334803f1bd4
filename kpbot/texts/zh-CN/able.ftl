# 各个平台能做什么：kpbot check 里一行，docs/platforms.zh-CN.md 里一张表。
able-joiner = ；
able-head-platform = 平台
able-head-hears = 听得到什么
able-head-first = 谁先说话
able-head-choice = 怎么选
able-head-pictures = 收照片
able-head-files = 收发文件
able-head-edits = 改已发的消息
able-head-private = 单独聊
able-head-pace = 最多发多少
able-head-text = 一条多长

able-hears-nothing = 只能推送，听不到回复
able-hears-privately = 一对一听得到，群里的话听不到
able-hears-spoken-to = 听得到对它说的话
able-hears-all = 群里的话都听得到
able-first-people = 要等人先说话才能发
able-first-bot = 可以主动发
able-choice-none = 不能选
able-choice-numbers = 没有按钮，回复编号
able-choice-few = 按钮最多 { $most } 个，再多就回复编号
able-choice-buttons = 按钮
able-pictures-yes = 收照片
able-pictures-apart = 收照片：群里要和文字同一条，或者单独发给它
able-pictures-no = 不收照片
able-files-yes = 收发文件
able-files-no = 不收文件
able-edits-yes = 能改已发的消息
able-edits-no = 不能改已发的消息
able-private-yes = 能单独聊
able-private-no = 不能单独聊
able-text-limit = 一条 { $count } 个字
able-pace-joiner = ，
able-pace-none = 没有限制
able-pace-account = 合计{ $rate }
able-pace-chat = 每个对话{ $rate }
able-pace-group = 每个群{ $rate }
able-rate-second = { $spans ->
    [1] 每秒 { $count } 条
   *[other] 每 { $spans } 秒 { $count } 条
}
able-rate-minute = { $spans ->
    [1] 每分钟 { $count } 条
   *[other] 每 { $spans } 分钟 { $count } 条
}
able-rate-hour = { $spans ->
    [1] 每小时 { $count } 条
   *[other] 每 { $spans } 小时 { $count } 条
}
able-rate-day = { $spans ->
    [1] 每天 { $count } 条
   *[other] 每 { $spans } 天 { $count } 条
}
