# 设置写错时怎么说。$where 是“文件:行号”或环境变量名。

settings-where = { $where }：
settings-nearest = 是不是想写 { $nearest }？

settings-unknown-key = 没有这一项设置。
settings-unknown-variable = 没有这个环境变量。
settings-choice = 只能是其中一个：{ $choices }。
settings-whole-number = 要写整数。
settings-number = 要写数字。
settings-yes-no = 要写 true 或 false。
settings-list = 要写成列表，例如 ["a", "b"]。
settings-text = 要写成加引号的文字。
settings-at-least = 不能小于 { $limit }。
settings-at-most = 不能大于 { $limit }。
settings-section = 这是一节设置，里面的每一项要分开写。
settings-clock-time = 要写整点或半点，例如 "09:00" 或 "08:30"。
settings-zone = 没有这个时区，写法如 "Asia/Shanghai"。
settings-address = 要写完整网址，例如 "https://kp.example.cn"，不带参数和密码。
settings-proxy = 不支持 SOCKS 代理，请填 HTTP 或 HTTPS 代理的地址，例如 "http://127.0.0.1:7890"。多数代理软件两种都提供。
settings-network = 要写 IP 地址或网段，例如 "10.0.0.5"、"172.16.0.0/12"。
settings-token = 这不像机器人的令牌。令牌由 BotFather 给出，样子是“数字:一串字母数字”，例如 110201543:AAH…，前后没有空格。
settings-missing = 这一项还没有填。这个账号的几项要一起填，都不填就不用这个平台。
settings-secret = 只能有字母、数字和符号，中间不能有空格和中文。请从平台后台重新复制。
settings-webhook-secret = 只能用字母、数字、_ 和 -，最多 256 个。
settings-digits = 要写加引号的一串数字，例如 "102030405"。
settings-aes-key = 要写 43 个字母和数字，就是后台“消息加解密密钥（EncodingAESKey）”那一栏。
settings-socket-address = 要写长连接的网址，例如 "wss://openws.work.weixin.qq.com"。
settings-webhook-key = 要写群机器人 Webhook 地址里 key= 后面的那一串，或者整个地址。
settings-webhook-name = 群的名字要有 1 到 60 个字。
settings-webhook-twice = 同一个 Webhook 写了两个名字，请留一个。
settings-json = 要写成 JSON，例如 {"{"}"青禾群": "Webhook 地址"{"}"}。
settings-database = 要写成 sqlite:///文件，或者 postgresql://用户:密码@主机/库名。
settings-no-file = 没有这个文件。
settings-no-utf8 = 文件不是 UTF-8 编码，请另存为 UTF-8。
settings-no-toml = 第 { $column } 个字附近不合 TOML 的写法，请检查引号、括号和等号。
settings-unreadable = 打不开：{ $reason }
