# 这件事您不能办时，说清楚谁能办。-there：身份对，但不归您管的地方。

roles-needs-officer = 这件事由本单位的科普信息员来办。您还不是的话，可以向协调员要一个单位码，发“/join 单位码”加入。
roles-needs-officer-there = 这件事由那个单位自己的科普信息员来办，您只能报自己单位的。
roles-needs-coordinator = 这件事由本地区协调员来办，请跟当地科协说一声。
roles-needs-coordinator-there = 这件事不在您负责的地区，由那里的协调员来办。
roles-needs-officer-or-coordinator = 这件事由本单位的科普信息员或者本地区协调员来办。
roles-needs-officer-or-coordinator-there = 这件事由那个单位的科普信息员或者那里的协调员来办。
roles-needs-operator = 这件事由系统管理员在服务器上办，请跟系统管理员说一声。
