#include "core/casebook/case_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/casebook/login_name.h"
#include "core/casebook/server_lock.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr off_t kSlotBytes = 512;

struct flock rangeOf(CaseId id, short type) {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(id) * kSlotBytes;
    range.l_len = kSlotBytes;
    return range;
}

/// One line a slot, padded: JSON, so that any name can stand in it.
std::string slotText(const std::string& user) {
    const auto line = [](const std::string& name) {
        return json{{"user", name}, {"computer", computerName()}, {"pid", ::getpid()}, {"since", isoLocalTimeNow()}}.dump();
    };
    std::string text = line(user);
    if (text.size() >= kSlotBytes) text = line({});
    text.resize(kSlotBytes - 1, ' ');
    return text + '\n';
}

CaseHolder readHolder(int fd, CaseId id) {
    std::array<char, kSlotBytes> slot{};
    const ssize_t got = ::pread(fd, slot.data(), slot.size(), static_cast<off_t>(id) * kSlotBytes);
    const json said = json::parse(slot.data(), slot.data() + std::max<ssize_t>(got, 0), nullptr, false);
    CaseHolder holder;
    if (!said.is_object()) return holder;  // its holder has locked it and not written yet
    const auto text = [&said](const char* key) { return said.contains(key) && said[key].is_string() ? said[key].get<std::string>() : ""; };
    holder.user = text("user");
    holder.computer = text("computer");
    holder.since = text("since");
    if (said.contains("pid") && said["pid"].is_number_integer()) holder.pid = said["pid"].get<long>();
    return holder;
}

class FileLock final : public CaseLock {
public:
    explicit FileLock(int fd) : m_fd(fd) {}
    ~FileLock() override { ::close(m_fd); }  // and with the last descriptor goes the lock

private:
    int m_fd;
};

}  // namespace

Result<CaseClaim> CaseClaim::of(const StoreAddress& store, CaseId id, const std::string& user) {
    if (store.isServer()) return claimOnServer(store, id, user);
    std::filesystem::path file = store.file();
    file += ".locks";
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return fail(errorFromErrno(errno, file, true));
    auto lock = std::make_shared<FileLock>(fd);  // closes it on every way out
    // Of the open file, not of the process: a plain fcntl lock would be lost when any part of the program closes the file.
    struct flock range = rangeOf(id, F_WRLCK);
    if (::fcntl(fd, F_OFD_SETLK, &range) != 0) {
        if (errno == EAGAIN || errno == EACCES) return CaseClaim{nullptr, readHolder(fd, id)};
        return fail(ErrorCode::WriteFailed, std::string("this drive cannot keep two people from changing one case (") + std::strerror(errno) + ")", file,
                    "Choose a folder on a local disk.");
    }
    const std::string text = slotText(user);
    if (::pwrite(fd, text.data(), text.size(), range.l_start) != static_cast<ssize_t>(text.size()))
        return fail(errorFromErrno(errno, file, true));
    return CaseClaim{std::move(lock), {}};
}

}  // namespace leukolens::casebook
