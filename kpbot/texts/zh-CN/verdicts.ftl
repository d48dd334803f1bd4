# 一天的分享怎么算、为什么不清楚、依据是什么。

verdicts-met = 够三条
verdicts-not-met = 不够三条
verdicts-not-known = 不清楚

verdicts-unknown-silent = 当天没有回应，可能发了没说
verdicts-unknown-on-leave = 请假
verdicts-unknown-short-edition = 当天没有凑够三条内容
verdicts-unknown-bot-down = 当天系统停过
verdicts-unknown-no-push = 当天没有推送
verdicts-unknown-not-joined = 名册上有，本人还没有加入

verdicts-evidence-claimed = 本人说的
verdicts-evidence-observed = 群里看到的
verdicts-evidence-reached = 有人打开过
verdicts-evidence-imported = 官方App导入
verdicts-evidence-spot-checked = 抽查过

verdicts-flag-burst = 一分钟内连着报了很多条
verdicts-flag-backlog = 消息晚到，时间按收到时计
verdicts-flag-backdated = 补报前些天的
