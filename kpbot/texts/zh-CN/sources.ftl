# 命令行里的内容来源：kpbot feed list、test、add。

sources-json = 输出 JSON，给程序用
sources-list = 列出内容来源：上次成功、下次访问、收了多少条、有没有问题
sources-test = 试一试一个来源或地址：能收到什么、会怎样处理，或者为什么收不了；不保存内容
sources-preview = 同 test，看看一个订阅能收到什么
sources-add = 试一试一个地址，然后作为新的来源写进 feeds.toml

sources-list-key = 代号
sources-list-name = 名称
sources-list-kind = 种类
sources-list-enabled = 启用
sources-list-succeeded = 上次成功
sources-list-next = 下次访问
sources-list-kept = 收下（7 / 30 天）
sources-list-on = 是
sources-list-off = 否
sources-list-soon = 下一轮
sources-list-never = 不再访问

sources-test-target = 来源代号、订阅地址，或者存在本机的订阅文件
sources-test-title = 它的名称：{ $title }
sources-test-published = 发布时间
sources-test-letters = 字数
sources-test-topic = 主题
sources-test-title-column = 标题
sources-test-count = { $count ->
    [0] 能读，但是一条内容都没有。
   *[other] 能收到 { $count } 条。
}
sources-test-moved = 这个来源已经搬到新地址：{ $address }
sources-test-skipped = 没有收：{ $title }（{ $reason }）
sources-test-ready = 可以入选
sources-test-review = 要协调员看过：{ $reason }
sources-test-rejected = 不会入选：{ $reason }
sources-test-revived = 这个来源又通了，运行中的 kpbot 下一轮就会访问它。
sources-no-address = 来源“{ $key }”没有写 address，请先在 feeds.toml 里写上。
sources-no-kind = 来源“{ $key }”的种类“{ $kind }”不用访问，没有可试的。

sources-add-address = 订阅地址；给网页地址也行，网页上写着订阅地址的会跟过去
sources-add-key = 代号：小写字母、数字和连字符，定了就不要改；不给就按它的名称或网站推荐一个
sources-add-name = 群里看到的名称；不给就用订阅自己的名称
sources-add-topic = 默认主题，从文字判断不出主题时用
sources-add-brand = 署名，只有内容确实来自它才可以写，例如“科普中国”
sources-add-trust = high 可直接入选；review 每条先经协调员同意
sources-add-counts = 分享它的内容算指标 6-2
sources-add-village = 专门面向农村
sources-add-language = 内容的语言
sources-add-ask-key = 代号（定了就不要改）
sources-add-ask-name = 群里看到的名称
sources-add-page = 这是网页，上面写着订阅地址：{ $address } ，改用它。
sources-add-no-file = 没有 { $file }。请先运行 kpbot init。
sources-add-bad-key = “{ $key }”不能做代号。请用小写字母、数字和连字符，最多 40 个字符，例如 county-farming。
sources-add-key-taken = 代号“{ $key }”已经有来源在用，请用 --key 换一个。
sources-add-known = 这个地址已经是来源“{ $name }”（{ $key }），不用再加。
sources-add-not-editable = { $file } 的写法特别，不敢自动改。请照着文件里的样例手工加上这个来源。
sources-add-not-writable = 写不了 { $file }：{ $reason }。请核对文件的权限。
sources-add-done = 已把“{ $name }”作为 [sources.{ $key }] 写进 { $file }。重启 kpbot 后生效，之后用 kpbot feed list 查看。
