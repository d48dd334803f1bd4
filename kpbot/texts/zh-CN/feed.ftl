# 来源取不到内容时，告诉运维人员和协调员：出了什么事，该怎么办。编号对应 FeedError 的 code。
# $host 是网站，$address 是地址，$status 是网站返回的状态码，$found 是收到的东西，$file、$path 是文件。

feed-error-bad-address = 地址写得不对：{ $address }。应以 http:// 或 https:// 开头，请在 config/feeds.toml 里改正。
feed-error-dns = 找不到网站 { $host }。请先看看本机能不能上网，再核对地址里的网站名。
feed-error-private-address = { $host } 在内部网络里，为安全起见没有访问。确实是自己的服务，请把它写进 config/kpbot.toml 的 feeds.allow_hosts。
feed-error-refused = 连不上 { $host }，对方没有应答。可能是网站停机，也可能是本机网络拦住了；过一会儿会自动再试。
feed-error-tls = { $host } 的安全证书有问题，没有继续访问。请核对本机的日期和时间；如果没错，请联系网站。
feed-error-disconnected = 和 { $host } 的连接中途断了。过一会儿会自动再试。
feed-error-timeout = { $host } 太慢，{ $seconds } 秒内没有取完。过一会儿会自动再试；如果总是这样，请换一个地址。
feed-error-redirects = { $host } 一直转到别的地址（已转 { $hops } 次），没有再跟下去。请在浏览器里打开，核对正确的地址。
feed-error-too-big = { $host } 给的文件超过 { $megabytes } MB，没有收。请找一个只含最新内容的地址。
feed-error-packing = { $host } 给的文件解不开压缩。过一会儿会自动再试；如果总是这样，请联系网站。
feed-error-gone = { $host } 说这个地址已经永久取消，以后不再访问。请在 config/feeds.toml 里换新地址或停用它；如果是对方弄错了，用 kpbot feed test 来源代号 试通后会恢复访问。
feed-error-not-found = { $host } 上没有这个地址（404）。请在浏览器里打开核对，再改 config/feeds.toml。
feed-error-forbidden = { $host } 不让访问（{ $status }）。可能要登录，也可能不欢迎机器人；请联系网站，或者停用这个来源。
feed-error-busy = { $host } 现在忙，请我们晚些再来（{ $status }）。会照它说的时间再试，不用处理。
feed-error-server = { $host } 自己出了故障（{ $status }）。过一会儿会自动再试；如果几天都这样，请联系网站。
feed-error-status = { $host } 的回答看不懂（{ $status }）。请在浏览器里打开核对地址。
feed-error-html = 收到的是网页，不是订阅文件。请在网站上找“RSS”或“订阅”的地址；网站可能改版、停用，或者要先登录。
feed-error-html-with-feed = 收到的是网页，不是订阅文件。网页上写着订阅地址：{ $address } ，请改用它。
feed-error-malformed = 收到的文件残缺或写法有误，读不出内容。请联系网站，或者换一个地址。
feed-error-unsupported = 收到的是 { $found }，不是能读的订阅文件。能读的有 RSS、Atom 和 JSON Feed。
feed-error-entities = 文件里自带实体定义（DOCTYPE），可能有害，没有读。正常的订阅文件不需要它；请联系网站，或者换一个地址。
feed-error-too-complex = 文件里的标签太多（限 { $most } 个），没有读。请找一个只含最新内容的地址。
feed-error-no-file = 打不开文件 { $path }。请核对路径，并看看有没有读取权限。
feed-error-defect = 处理这个来源时程序出了错（{ $error }）。会接着试；总是这样，请把日志发给开发者。
feed-error-reserve-broken = 随程序带的储备内容有一个文件不能用：{ $file }（{ $reason }）。请改正或重新安装。
feed-error-page-not-html = 收到的不是网页（{ $found }）。请换成文章页面的地址。
feed-error-page-too-heavy = 网页太庞杂，限定的时间和内存里读不完。请换一个只有文章的地址。
feed-error-page-empty = 网页里没有读到标题和正文。可能要登录，请换一个地址。

# 文件里有、但没有收下的条目，原因如下（预览时显示）。
feed-skip-empty = 既没有标题，也没有正文
feed-skip-no-link = 没有链接，没法转发
feed-skip-bad-link = 链接不完整，或者不是网页地址
feed-skip-duplicate = 和前面的一条是同一条
feed-skip-broken = 这一条写法有误，读不出来
feed-skip-older = 内容太多，只收最新的 200 条
