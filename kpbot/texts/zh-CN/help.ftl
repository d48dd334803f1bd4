help-not-understood = 没看懂这句话。
help-courtesy = 好，有事随时发给我。
help-photo = 这张照片没有收下：不知道是哪件事的。办了活动，先发 /report；换了宣传栏，先发 /board；然后再发照片。
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
# 不用“/”的平台
help-officer-words =
    要办什么，发这几个字就行：
    今日三条：看内容，复制、转发卡片
    已分享 1 3：记分享；去向：改转发的地方
    发了微博等公开内容，把网址发给我
    上报活动：报一场活动；活动：看报过的
    宣传栏、图书角、大屏：报更新
    我的：看、改我的分享记录
    请假 3天；交接；卸任
    关联：我的另一个账号；我的资料；注销；语言
help-coordinator-words =
    要办什么，发这几个字就行：
    待确认：等您确认的人
    简报；待批准：三条预览；待审：内容
    活动：审阅上报；设施：更新情况
    今日三条；撤回：收回推送过的内容
    添加 网址：加一个网页
    代办 张三 分享 1 2：替信息员记
    印码：单位码；交接 单位
    登记e站；登记设施
    关联：我的另一个账号；卸任；我的资料；注销；语言
help-both-words =
    要办什么，发这几个字就行。
    协调员：待确认、简报、待批准、待审、活动、设施、撤回、印码、登记e站、登记设施；添加 网址；代办 张三 分享 1 2；交接 单位
    信息员：今日三条、已分享 1 3、上报活动、宣传栏、我的、请假 3天
    自己：关联、我的资料、卸任、注销、语言
help-pending-words =
    您的申请正在等协调员确认，确认后我会告诉您；您发来下一句话时就能看到。
    现在可以发：今日三条、关联、我的资料、注销、语言
help-unknown-words =
    我是科普机器人，帮科普信息员做每天的科普分享和活动上报。
    要加入，请向当地科协的协调员要一个单位码，把码发给我。
    已经在别的平台登记过的，请在那边给我发“关联”取码，再到这里发送“关联 码”。
