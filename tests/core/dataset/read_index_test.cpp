#include "core/dataset/read_index.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace {

constexpr std::size_t kDigestAt = 12, kContentAt = 44;

IndexKey key() { return {"/data/cells ü ж", "1 libpng 1.6.39", {{1, 1, 3}, {2, 5, 4}}}; }

IndexedFiles files() {
    IndexedFiles all;
    all["a/ü ж 細胞.bmp"] = {{608454, 1'700'000'000'123'456'789, -5, 42}, 1'700'000'009'000'000'000, std::string(60, 'a') + "09ef", {}, {1, 2, 3, 4, 5, 6, 7}};
    all["b/broken.png"] = {{7, 1, 2, 3}, 4, {}, Error{ErrorCode::DamagedImage, "is truncated: \"ends\"\nearly", {}, "Copy it again."}, {}};
    all["b/other.png"] = {{0, 0, 0, 0}, 0, {}, Error{ErrorCode::NotAnImage, "is empty", {}, {}}, {}};
    return all;
}

/// A changed index whose checksum is that of the change: as a hostile program would write it.
Bytes sealed(Bytes bytes) {
    const std::string hex = digest::sha256(std::span(bytes).subspan(kContentAt));
    for (std::size_t i = 0; i < 32; ++i) bytes[kDigestAt + i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return bytes;
}

TEST(ReadIndex, ComesBackAsItWas) {
    const auto back = unpackIndex(packIndex(key(), files()), key());
    ASSERT_TRUE(back);
    ASSERT_EQ(back->size(), 3u);
    for (const auto& [path, file] : files()) {
        const IndexedFile& other = back->at(path);
        EXPECT_EQ(other.stamp, file.stamp) << path;
        EXPECT_EQ(other.readAtNs, file.readAtNs);
        EXPECT_EQ(other.sha256, file.sha256);
        EXPECT_EQ(other.blobs, file.blobs);
        ASSERT_EQ(other.error.has_value(), file.error.has_value());
        if (!file.error) continue;
        EXPECT_EQ(other.error->code, file.error->code);
        EXPECT_EQ(other.error->what, file.error->what);
        EXPECT_EQ(other.error->advice, file.error->advice);
    }
}

TEST(ReadIndex, ListsItsPicturesWhateverItWasMadeFor) {
    const auto listing = listIndex(packIndex(key(), files()));
    ASSERT_TRUE(listing);
    EXPECT_EQ(listing->root, key().root);
    ASSERT_EQ(listing->pictures.size(), 1u) << "broken files are no pictures";
    EXPECT_EQ(listing->pictures[0].path, "a/ü ж 細胞.bmp");
    EXPECT_EQ(listing->pictures[0].sha256, std::string(60, 'a') + "09ef");
}

TEST(ReadIndex, IsNotListedWhereItIsDamagedEvenIfItsChecksumIsRight) {
    const Bytes whole = packIndex(key(), files());
    ASSERT_TRUE(listIndex(sealed(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_FALSE(listIndex(cut)) << size;
        if (size >= kContentAt) {
            EXPECT_FALSE(listIndex(sealed(cut))) << size;
        }
    }
    Bytes boundless = whole;
    const std::size_t count = kContentAt + 4 + key().root.size() + 4 + key().rules.size();
    for (std::size_t i = 0; i < 4; ++i) boundless[count + i] = 0xff;
    EXPECT_FALSE(listIndex(sealed(boundless))) << "four thousand million kinds of numbers";
}

TEST(ReadIndex, HasOneFormWhateverTheOrder) {
    IndexedFiles reversed;
    reversed.reserve(1000);
    const auto all = files();
    std::vector<std::string> names;
    for (const auto& one : all) names.push_back(one.first);
    for (auto name = names.rbegin(); name != names.rend(); ++name) reversed[*name] = all.at(*name);
    EXPECT_EQ(packIndex(key(), all), packIndex(key(), reversed));
}

TEST(ReadIndex, MadeForAnythingElseIsNotUsed) {
    const Bytes bytes = packIndex(key(), files());
    const auto with = [&](auto change) {
        IndexKey other = key();
        change(other);
        return unpackIndex(bytes, other).has_value();
    };
    EXPECT_FALSE(with([](IndexKey& k) { k.root = "/data"; }));
    EXPECT_FALSE(with([](IndexKey& k) { k.rules = "2 libpng 1.6.39"; }));
    EXPECT_FALSE(with([](IndexKey& k) { k.blobs[0].version = 2; }));
    EXPECT_FALSE(with([](IndexKey& k) { k.blobs[1].bytes = 5; }));
    EXPECT_FALSE(with([](IndexKey& k) { k.blobs.pop_back(); }));
    EXPECT_FALSE(with([](IndexKey& k) { k.blobs.push_back({3, 1, 16}); }));
    EXPECT_TRUE(with([](IndexKey&) {}));
}

TEST(ReadIndex, OfAnotherVersionIsNotUsed) {
    Bytes bytes = packIndex(key(), files());
    ++bytes[8];
    EXPECT_FALSE(unpackIndex(bytes, key()));
}

TEST(ReadIndex, WithAnyByteChangedOrMissingIsNotUsed) {
    const Bytes bytes = packIndex(key(), files());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes changed = bytes;
        changed[i] ^= 1;
        ASSERT_FALSE(unpackIndex(changed, key())) << "byte " << i;
        ASSERT_FALSE(unpackIndex(std::span(bytes).first(i), key())) << "cut to " << i;
    }
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(unpackIndex(longer, key()));
    EXPECT_FALSE(unpackIndex(sealed(longer), key()));
}

/// Its checksum fits, its lengths do not. Most changes are found; those that are not change a number or a letter, and nothing is read outside.
TEST(ReadIndex, OfAHostileProgramIsReadWithCare) {
    const Bytes bytes = packIndex(key(), files());
    Random random(5);
    int refused = 0;
    for (int round = 0; round < 5000; ++round) {
        Bytes changed = bytes;
        if (random.below(4) == 0) changed.resize(kContentAt + random.below(changed.size() - kContentAt));
        for (std::uint64_t i = 0; i < 1 + random.below(3) && changed.size() > kContentAt; ++i)
            changed[kContentAt + random.below(changed.size() - kContentAt)] = static_cast<std::uint8_t>(random.next());
        const auto files = unpackIndex(sealed(changed), key());
        if (!files) ++refused;
        else
            for (const auto& [path, file] : *files) EXPECT_TRUE(file.error || (file.sha256.size() == 64 && file.blobs.size() == key().blobBytes()));
    }
    EXPECT_GT(refused, 2000);
}

TEST(ReadIndex, CannotDeclareMoreFilesThanItHolds) {
    const IndexKey none{"", "", {}};
    Bytes bytes = packIndex(none, {});
    for (std::size_t i = 1; i <= 4; ++i) bytes[bytes.size() - i] = 0xff;  // the count is the last number
    EXPECT_FALSE(unpackIndex(sealed(bytes), none));
}

TEST(ReadIndex, KeepsOnlyWhatTheContentDecides) {
    EXPECT_TRUE(isKept(ErrorCode::DamagedImage));
    EXPECT_TRUE(isKept(ErrorCode::NotAnImage));
    for (const auto code : {ErrorCode::NoPermission, ErrorCode::NotFound, ErrorCode::ReadFailed, ErrorCode::OutOfMemory, ErrorCode::NotAFile}) EXPECT_FALSE(isKept(code));
    IndexedFiles all;
    all["x"] = {{}, 0, {}, Error{ErrorCode::NoPermission, "may not be read", {}, {}}, {}};
    EXPECT_FALSE(unpackIndex(packIndex(key(), all), key()));
}

}  // namespace
}  // namespace leukolens::dataset
