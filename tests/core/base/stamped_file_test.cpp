#include "core/base/stamped_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {
namespace fs = std::filesystem;
using test::TempFolder;

ErrorCode codeOf(const fs::path& file, std::uint64_t maxBytes = 1000) {
    Bytes buffer;
    const auto read = readStamped(file, maxBytes, buffer);
    return read ? ErrorCode::Internal : read.error().code;
}

TEST(StampedFile, GivesContentAndStamp) {
    TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.bmp", std::string_view("hello")));
    Bytes buffer(100, 7);
    const auto stamp = readStamped(folder / "a.bmp", 1000, buffer);
    ASSERT_TRUE(stamp) << stamp.error().message();
    EXPECT_EQ(std::string(buffer.begin(), buffer.end()), "hello");
    EXPECT_EQ(stamp->size, 5u);
    EXPECT_EQ(stampOf(folder / "a.bmp"), *stamp);
    fs::create_symlink("a.bmp", folder / "link.bmp");
    EXPECT_EQ(stampOf(folder / "link.bmp"), *stamp);
}

TEST(StampedFile, HasAnotherStampOnceReplaced) {
    TempFolder folder;
    const fs::path file = folder / "a.bmp";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("hello")));
    const auto before = stampOf(file);
    const auto time = fs::last_write_time(file);
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("HELLO")));
    fs::last_write_time(file, time);
    const auto after = stampOf(file);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(before->mtimeNs, after->mtimeNs);
    EXPECT_NE(*before, *after);
}

/// The system's clock for files ticks a few hundred times a second: written until it has ticked.
TEST(StampedFile, HasAnotherStampOnceWrittenInPlaceWithItsTimeSetBack) {
    TempFolder folder;
    const fs::path file = folder / "a.bmp";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("hello")));
    const auto before = stampOf(file);
    const auto time = fs::last_write_time(file);
    auto after = before;
    for (int i = 0; i < 100'000 && after == before; ++i) {
        std::ofstream(file, std::ios::in | std::ios::out) << "HELLO";
        fs::last_write_time(file, time);
        after = stampOf(file);
    }
    EXPECT_EQ(before->mtimeNs, after->mtimeNs);
    EXPECT_EQ(before->inode, after->inode);
    EXPECT_NE(*before, *after);
}

TEST(StampedFile, NeverWaitsForWhatIsNoFile) {
    TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe.bmp").c_str(), 0600), 0);
    fs::create_directory(folder / "folder.bmp");
    fs::create_symlink("/dev/zero", folder / "device.bmp");
    fs::create_symlink("loop.bmp", folder / "loop.bmp");
    EXPECT_EQ(codeOf(folder / "pipe.bmp"), ErrorCode::NotAFile);
    EXPECT_EQ(codeOf(folder / "folder.bmp"), ErrorCode::NotAFile);
    EXPECT_EQ(codeOf(folder / "device.bmp"), ErrorCode::NotAFile);
    EXPECT_EQ(codeOf(folder / "loop.bmp"), ErrorCode::ReadFailed);
    EXPECT_EQ(codeOf(folder / "gone.bmp"), ErrorCode::NotFound);
    for (const char* name : {"pipe.bmp", "folder.bmp", "device.bmp", "loop.bmp", "gone.bmp"}) EXPECT_FALSE(stampOf(folder / name)) << name;
}

TEST(StampedFile, RefusesASocket) {
    const fs::path file = fs::temp_directory_path() / ("leukolens-" + std::to_string(::getpid()) + ".bmp");  // a socket's path is short
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_FALSE(stampOf(file));
    const ErrorCode code = codeOf(file);
    ::close(socket);
    fs::remove(file);
    EXPECT_EQ(code, ErrorCode::NotAFile);
}

/// Before any memory is taken for it: there are not four gigabytes for each thread.
TEST(StampedFile, RefusesASparseFileOfFourGigabytes) {
    TempFolder folder;
    const fs::path file = folder / "large.bmp";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("BM")));
    fs::resize_file(file, 4ull << 30);
    Bytes buffer;
    const auto read = readStamped(file, 256ull << 20, buffer);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::TooLarge);
    EXPECT_NE(read.error().what.find("4294967296"), std::string::npos);
    EXPECT_EQ(buffer.capacity(), 0u);
}

TEST(StampedFile, IsReadOnAfterItLostItsName) {
    TempFolder folder;
    const fs::path file = folder / "a.bmp";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("hello")));
    fs::remove(file);
    EXPECT_EQ(codeOf(file), ErrorCode::NotFound);
}

/// Grows and shrinks as fast as another thread can: what comes back has the size of its stamp, or is refused.
TEST(StampedFile, ThatChangesMeanwhileIsWholeOrRefused) {
    constexpr std::size_t kSmall = 1 << 20, kLarge = 6 << 20;
    TempFolder folder;
    const fs::path file = folder / "a.bmp";
    ASSERT_TRUE(writeFileAtomically(file, std::string(kLarge, 'a')));
    std::jthread writer([&](const std::stop_token& done) {
        const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
        for (bool grow = false; !done.stop_requested(); grow = !grow) {
            if (::ftruncate(fd, static_cast<off_t>(grow ? kLarge : kSmall)) != 0) break;
        }
        ::close(fd);
    });
    Bytes buffer;
    int refused = 0;
    // Another thread that is busy elsewhere must get its turn.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (refused < 5 && std::chrono::steady_clock::now() < deadline) {
        const auto stamp = readStamped(file, 2 * kLarge, buffer);
        if (stamp) {
            ASSERT_EQ(buffer.size(), stamp->size);
            continue;
        }
        ++refused;
        EXPECT_EQ(stamp.error().code, ErrorCode::ReadFailed);
        EXPECT_FALSE(stamp.error().advice.empty());
    }
    EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace leukolens
