help-not-understood = 没看懂这句话。
help-officer-private =
    您可以发：
    /today 今日三条，/copy 复制文字，/card 转发卡片
    /share 1 3 记分享，/to 改转发去向；发了微博等公开内容，把网址发给我就行
    /report 上报活动，/events 看我报的活动
    /board、/books、/screen 报宣传栏、图书角、大屏的更新
    /me 看、改我的分享记录
    /away 请假，/handover 交接，/leave 卸任
    /link 关联我的另一个账号，/mydata 我的资料，/forgetme 注销，/lang 语言
    私聊里可以不打“/”，直接发“今日”“分享 1 3”“请假 3天”也行。
help-officer-group =
    /today 今日三条，/share 1 3 记分享，/report 上报活动，/board 报宣传栏更新。
    自己的记录和请假，请在和我的私聊里发送 /help 看。
help-coordinator-private =
    您可以发：
    /confirm 等您确认的人
    /digest 简报，/approve 待批准的三条，/events 活动审阅，/boards 设施情况
    /today 今日三条，/recall 撤回推送过的内容，/add 网址 添加一个网页，/review 待审的内容
    /for 张三 /share 1 2 替信息员代办
    /code 印单位码、作废单位码，/handover 单位 交接
    /station、/facility 登记e站和设施，/import 导入表格（也可以直接把文件发给我）
    /leave 卸任，/link 关联我的另一个账号，/mydata 我的资料，/forgetme 注销，/lang 语言
help-coordinator-group =
    /confirm 等您确认的人，/digest 简报，/recall 撤回推送过的内容，/add 网址 添加一个网页，/review 待审的内容，/import 导入表格，/for 张三 /share 1 2 替信息员代办。
    /bind 绑定群，/pause 暂停推送，/resume 恢复，/lang 群的语言。
    印码、登记e站和设施，请在和我的私聊里办。
help-both-private =
    协调员：/confirm 等确认的人，/digest 简报，/events 活动审阅，/recall 撤回内容，/review 待审内容，/add 网址 添加网页，/code 印码，/for 张三 /share 1 2 代办，/handover 单位 交接，/station、/facility 登记，/import 导入表格
    信息员：/today 今日三条，/share 1 3 记分享，/report 上报活动，/board 报宣传栏更新，/me 我的记录，/away 请假
    自己：/leave 卸任，/link 关联我的另一个账号，/mydata 我的资料，/forgetme 注销，/lang 语言
help-both-group =
    /today 今日三条，/share 1 3 记分享，/report 上报活动，/board 报宣传栏更新。
    /confirm 等确认的人，/recall 撤回推送过的内容，/add 网址 添加一个网页，/review 待审的内容，/import 导入表格。
    /bind 绑定群，/pause 暂停推送，/resume 恢复。
help-pending-private =
    您的申请正在等协调员确认，确认后我会在这里告诉您。
    现在可以发：/today 今日三条，/link 关联我的另一个账号，/mydata 我的资料，/forgetme 注销，/lang 语言
help-pending-group = 您的申请正在等协调员确认。现在可以发 /today 看今日三条。
help-unknown-private =
    我是科普机器人，帮科普信息员做每天的科普分享和活动上报。
    要加入，请向当地科协的协调员要一个单位码，再发送：/join 单位码
    已经在别的平台登记过的，请在那边给我发 /link 取码，再到这里发送：/link 码
help-unknown-group = 我是科普机器人，每天发三条科普内容。科普信息员要加入，请向当地科协的协调员要单位码，在和我的私聊里发送 /join 单位码。
