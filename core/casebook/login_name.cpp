#include "core/casebook/login_name.h"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "core/casebook/case_rows.h"

namespace leukolens::casebook {

std::string loginName() {
    std::array<char, 4096> buffer{};
    if (::getlogin_r(buffer.data(), buffer.size()) == 0 && buffer[0] != '\0' && isPlainText(buffer.data()))
        return buffer.data();
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    if (found && found->pw_name && isPlainText(found->pw_name)) return found->pw_name;
    return "uid " + std::to_string(::geteuid());
}

std::string computerName() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 && isPlainText(name.data()) ? name.data() : "";
}

}  // namespace leukolens::casebook
