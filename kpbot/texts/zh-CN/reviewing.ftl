# 协调员对一条内容的决定：用不用、主题、摘要。

reviewing-approved = 已采用，以后可以选进“今日三条”。
reviewing-approved-before = 这一条早已采用。
reviewing-rejected = 已定为不用，不会推送。
reviewing-topic = 主题已改为“{ $topic }”。
reviewing-summary = 摘要已改好。
reviewing-needs-summary = 这一条没有正文，请先写几句摘要再采用。
reviewing-use-recall = 这一条已经采用。要撤下，请发送 /recall。
reviewing-recalled = 这一条已经撤回，不能再用。
reviewing-not-yours = 这一条是给别的地区的，要由那里的协调员决定。
reviewing-changed = 刚刚有别人处理了这一条，请重新打开看看。
reviewing-summary-short = 摘要太短，请至少写 { $least } 个字，说清讲了什么、该怎么做。
reviewing-summary-long = 摘要有 { $count } 个字，请压缩到 { $most } 字以内再发一次。
reviewing-summary-title = 摘要和标题一样，请写几句标题里没有的话。
