# 没有按钮的平台：按钮变成数字
menu-how = 回复前面的数字来选：
menu-not-so-many = 没有这一项。请回复 1 到 { $count } 之间的一个数字，或说“取消”。
menu-unclear = 刚才一起来了几条消息，都带数字，我分不清您选的是哪一条。请直接发那一项的字，比如“批准”“已更换”；或者发“帮助”，把那件事单独打开，再回复数字。
# 命令在不用“/”的平台上怎么说
menu-words = share:分享;today:今日三条;me:我的;copy:复制;card:卡片;to:去向;review:待审;recall:撤回;approve:待批准;report:上报;events:活动;add:添加;cancel:取消;board:宣传栏;books:图书角;screen:大屏;digest:简报;boards:设施;help:帮助;lang:语言;join:加入;confirm:待确认;leave:卸任;handover:交接;away:请假;link:关联;unlink:解除关联;mydata:我的资料;forgetme:注销;code:印码;station:登记e站;facility:登记设施;import:导入;for:代办
