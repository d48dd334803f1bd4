demo-preparing = 正在准备示例县：三十位信息员、二十个单位，把昨天下午到今天上午过一遍……
demo-ready = 排练室准备好了，请用浏览器打开：
demo-code-unit = 想试试新人加入：换成“新来的人”，在私聊里发 /join 加上这个邀请码（上柳村）：
demo-code-group = 想试试新建群：建群以后，用协调员赵敏的身份发 /bind 加上这个群码：
demo-reminder = 想看宣传栏的更换提醒：换成槐树村的李守田，打开和机器人的私聊。
demo-stop = 一切都在这台电脑上，不会发到外面去。按 Ctrl+C 停止；再运行会接着上次的情形，make demo-reset 从头开始。
demo-option-port = 在哪个端口上打开（默认 8765）
demo-option-folder = 排练的数据放在哪个文件夹
demo-option-reset = 从头开始，上次排练的记录全部清除
serve-no-platform = 还没有接入任何聊天平台，现在只有网页可用。
serve-port-taken = 不能使用 { $host } 的端口 { $port }：{ $reason }。可能 kpbot 已经在运行：先停掉它，或者换一个端口（设置 web.port；演示用 make demo PORT=8766）。
