// What Qt says on the console while this lives: warnings and worse are kept instead of printed.
#pragma once

#include <qlogging.h>

#include <string>
#include <vector>

namespace leukolens::test {

/// One at a time; any thread may say something.
class QtMessages {
public:
    QtMessages();
    ~QtMessages();
    QtMessages(const QtMessages&) = delete;
    QtMessages& operator=(const QtMessages&) = delete;

    std::vector<std::string> taken();  ///< since it was asked last

private:
    QtMessageHandler m_before = nullptr;
};

}  // namespace leukolens::test
