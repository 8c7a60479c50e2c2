"""What stands in for a number, and does something when it is asked for its value."""


class Acting:
    def __init__(self, act, value=0):
        self.act = act
        self.value = value

    def __index__(self):
        self.act()
        return self.value

    def __float__(self):
        return float(self.__index__())

    def __bool__(self):
        return bool(self.__index__())
