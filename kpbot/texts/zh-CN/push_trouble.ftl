# 今日三条没有发到群里：当天告诉协调员
push-trouble-head = { $day }的今日三条，有 { $count } 个群没有发到：
push-trouble-waits = · { $group }：要等群里有人先跟我说句话，平台才让我发
push-trouble-gone = · { $group }：我已不在这个群里，或者被禁止发言
push-trouble-refused = · { $group }：平台没有收下（{ $reason }）
push-trouble-over = · { $group }：一直没能发出去，那一天已经过了
push-trouble-unknown = · { $group }：发了，但平台没有回音，不知道有没有到
push-trouble-more = · 另有 { $count } 个群
push-trouble-do-waits = 请人在群里 @我 说句话（例如发“/today”），我马上补发；过了当天就不补了。
push-trouble-do-gone = 请把我重新拉进群，或恢复我的发言权限；今天的内容请先手工转发，私聊我发“今日”就能看到。
push-trouble-do-refused = 平台没有收下的，请先手工转发，并把括号里的原因告诉管理员。
push-trouble-do-over = 没发出去的那一天，这些群的信息员不会因此记为未完成。
push-trouble-do-unknown = 没有回音的，请到群里看一眼；没看到就请手工转发。
