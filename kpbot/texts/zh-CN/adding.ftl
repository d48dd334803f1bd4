# /add：协调员添加一个网页。$address 是网址，$host 是网站，$status 是网站返回的状态码。

adding-how = 把网址跟在 /add 后面发给我，例如：/add https://example.cn/article。我打开看看，给您预览，您选“采用”才会用。
adding-where = 请在私聊或者协调员群里添加内容。
adding-bad-address = 没看到能打开的网址。网址应以 http:// 或 https:// 开头，例如：/add https://example.cn/article
adding-fetching = 收到，正在打开这个网页，一两分钟内给您预览。
adding-under-way = 这个网页正在打开，请稍等。
adding-too-many = 还有 { $most } 个网页没打开完，请等它们出来再添加。
adding-failed =
    没能添加 { $address }
    { $reason }

# 预览
adding-about = 主题：{ $topic }　来源：{ $source }
adding-no-body = （没有读到正文）
adding-picture-stored = 配图：用
adding-picture-declined = 配图：不用
adding-doubt = 请留意：{ $reason }
adding-decide = 采用后，可以选进本地区的“今日三条”。
adding-write = 没有读到正文，暂时不能采用。请选“写摘要”补上几句话，或者选“不用”。
adding-state-ready = 已采用，可以选进本地区的“今日三条”。
adding-state-rejected = 不用，不会推送。
adding-state-recalled = 已撤回，不会再推送。
adding-approve = 采用
adding-reject = 不用
adding-summary = 改摘要
adding-summary-write = 写摘要
adding-topic = 改主题
adding-with-picture = 用配图
adding-without-picture = 不用配图

# 已经有了
adding-known-review = 这个网页已经添加过，正等着决定用不用。
adding-known-ready = 这个网页已经有了，可以选进“今日三条”，不用再添加。
adding-known-rejected = 这个网页以前定为不用，没有重新添加。
adding-known-recalled = 这个网页的内容以前撤回过，没有重新添加。

# 没能添加的原因
adding-error-bad-address = 网址写得不对。请在浏览器里打开，再复制完整的网址发来。
adding-error-dns = 找不到网站 { $host }。请核对网址，稍后再发一次。
adding-error-private-address = { $host } 在内部网络里，为安全起见没有打开。请换成公开的网址；确实需要，请找管理员。
adding-error-refused = 连不上 { $host }，试了几次都没有应答。请稍后再发一次。
adding-error-tls = { $host } 的安全证书有问题，没有打开。请换一个网址。
adding-error-disconnected = 和 { $host } 的连接几次都断了。请稍后再发一次。
adding-error-timeout = { $host } 太慢，几次都没有取完。请稍后再发，或者换一个网址。
adding-error-redirects = { $host } 一直转到别的网址，没有再跟下去。请在浏览器里打开，复制最后停下的网址发来。
adding-error-too-big = 这个网页超过 { $megabytes } MB，没有收。请换一个网址。
adding-error-packing = { $host } 给的网页解不开压缩。请换一个网址。
adding-error-gone = 这个网页已经删掉了。请换一个网址。
adding-error-not-found = { $host } 上没有这个网页（404）。请在浏览器里打开核对。
adding-error-forbidden = { $host } 不让打开（{ $status }），可能要登录。请换一个不用登录就能看的网址。
adding-error-busy = { $host } 一直很忙（{ $status }）。请过些时候再发一次。
adding-error-server = { $host } 出了故障（{ $status }）。请过些时候再发一次。
adding-error-status = { $host } 的回答看不懂（{ $status }）。请在浏览器里打开核对网址。
adding-error-page-not-html = 这不是网页（{ $found }）。请发文章页面的网址，不要发图片、视频或文件的网址。
adding-error-page-too-heavy = 这个网页太庞杂，读不出来。请换一个只有文章的网址。
adding-error-page-empty = 这个网页里没有读到标题和正文，可能要登录或者用手机软件打开。请换一个网址。
