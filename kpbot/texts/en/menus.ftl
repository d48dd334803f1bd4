# Platforms without buttons: numbers instead
menu-how = Reply with a number to choose:
menu-not-so-many = There is no such choice. Please reply with a number from 1 to { $count }, or say “cancel”.
menu-unclear = Several messages with numbers came together, so I cannot tell which one you mean. Please send the words of your choice, such as “approve”; or send “help”, open that matter by itself, and reply with a number then.
# commands where no slash is needed
menu-words = share:share;today:today;me:me;copy:copy;card:card;to:to;review:review;recall:recall;approve:approve;report:report;events:events;add:add;cancel:cancel;board:board;books:books;screen:screen;digest:digest;boards:boards;help:help;lang:lang;join:join;confirm:confirm;leave:leave;handover:handover;away:away;link:link;unlink:unlink;mydata:mydata;forgetme:forgetme;code:code;station:station;facility:facility;import:import;for:for
