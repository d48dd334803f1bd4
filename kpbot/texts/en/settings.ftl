# How mistakes in the settings are told. $where is "file:line" or the name of an environment variable.

settings-where = { $where }:{" "}
settings-nearest = {" "}Did you mean { $nearest }?

settings-unknown-key = there is no such setting.
settings-unknown-variable = there is no such environment variable.
settings-choice = must be one of: { $choices }.
settings-whole-number = a whole number is expected.
settings-number = a number is expected.
settings-yes-no = true or false is expected.
settings-list = a list is expected, such as ["a", "b"].
settings-text = text in quotation marks is expected.
settings-at-least = must not be less than { $limit }.
settings-at-most = must not be more than { $limit }.
settings-section = this is a section; its settings are given one by one.
settings-clock-time = a time on the hour or half hour is expected, such as "09:00" or "08:30".
settings-zone = not a known time zone; write it as "Asia/Shanghai".
settings-address = a full address is expected, such as "https://kp.example.cn", without parameters or password.
settings-proxy = SOCKS proxies do not work here; the address of an http or https proxy does, such as "http://127.0.0.1:7890". Most proxy programs offer both.
settings-network = an IP address or a network is expected, such as "10.0.0.5" or "172.16.0.0/12".
settings-token = this is no bot token. BotFather gives it as digits, a colon, and a secret, such as 110201543:AAH…, without spaces around it.
settings-missing = this is not set. The settings of this account belong together; without all of them the platform is not used.
settings-secret = letters, digits and signs are expected, without blanks between them. Please copy it from the platform's console again.
settings-webhook-secret = up to 256 letters, digits, _ and - are expected.
settings-digits = digits in quotation marks are expected, such as "102030405".
settings-aes-key = 43 letters and digits are expected, as the platform shows them under EncodingAESKey.
settings-socket-address = the address of a long connection is expected, such as "wss://openws.work.weixin.qq.com".
settings-webhook-key = what follows key= in the address of the group's webhook is expected, or the whole address.
settings-webhook-name = the name of a group has 1 to 60 characters.
settings-webhook-twice = one webhook has two names; please keep one.
settings-json = JSON is expected, such as {"{"}"青禾群": "address of the webhook"{"}"}.
settings-database = sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME is expected.
settings-no-file = there is no such file.
settings-no-utf8 = the file is not in UTF-8; please save it as UTF-8.
settings-no-toml = not valid TOML near column { $column }; check quotation marks, brackets and equals signs.
settings-unreadable = cannot be read: { $reason }
