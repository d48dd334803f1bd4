# /review 待审：规则拦下的内容，请协调员看一眼。

review-where = 请在私聊或者协调员群里看待审的内容。
review-none = 没有等您看的内容了。
review-only-one = 只有这一条在等，后面没有了。
review-why = 原因：{ $reason }
review-waits = 请看一眼，还没有人看过。
review-no-body = 没有正文，没有采用。选“写摘要”写几句话，就可以用。
review-no-text = （没有正文和摘要，请打开链接看原文）
review-about = 主题：{ $topic }　来源：{ $source }
review-left = { $count ->
    [0] 后面没有了。
   *[other] 还有 { $count } 条。
}
review-left-textless = 要审的没有了，后面是没有正文的，写了摘要才能用。
review-approve = 采用
review-reject = 不用
review-topic = 改主题
review-summary = 写摘要
review-next = 下一条
review-back = 不改了
review-which-topic = 请选主题：
review-done-ok = 《{ $title }》已采用。
review-done-no = 《{ $title }》不用。

# 审看“今日三条”时改主题
review-whose-topic = 要改哪一条的主题？
review-place-topic = 第{ $number }条：{ $topic }
review-topic-of = 第{ $number }条《{ $title }》该算哪个主题？
review-same-topic = 主题已改为“{ $topic }”。现在与第{ $other }条主题相同，要三个主题各一条，请换掉其中一条。

reviewing-summary-how = 请发来《{ $title }》的摘要：{ $least } 到 { $most } 个字，说清讲了什么、该怎么做。不改了就发“取消”。
reviewing-summary-left = 好，摘要没有改。
