#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <iostream>

#include "core/base/files.h"
#include "core/image/encode.h"
#include "core/slide/slide.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiff_slide.h"

namespace leukolens::slide {
namespace {
namespace fs = std::filesystem;
using test::TempFolder;

struct BadSlide {
    const char* name;
    const char* file;
    std::function<void(const fs::path&)> make;
    ErrorCode code;
    std::vector<std::string> words;
};

void PrintTo(const BadSlide& bad, std::ostream* out) { *out << bad.name; }

void write(const fs::path& file, const Bytes& bytes) { ASSERT_TRUE(writeFileAtomically(file, bytes)); }

Bytes slideBytes(const fs::path& file, const test::TiffSlideOptions& options = {}) {
    test::writeTiffSlide(file, test::placesPicture(300, 200), options);
    return readFile(file, 1 << 24).value();
}

std::uint32_t little(const Bytes& bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | bytes.at(at + static_cast<std::size_t>(i));
    return value;
}

/// Puts a number into the first field of that tag of the nth directory of a little-endian TIFF.
void setField(Bytes& bytes, int directory, std::uint32_t tag, std::uint32_t value) {
    std::size_t at = little(bytes, 4, 4);
    for (int i = 0; i < directory; ++i) at = little(bytes, at + 2 + little(bytes, at, 2) * 12, 4);
    const std::uint32_t fields = little(bytes, at, 2);
    for (std::uint32_t i = 0; i < fields; ++i) {
        const std::size_t field = at + 2 + i * 12;
        if (little(bytes, field, 2) != tag) continue;
        bytes[field + 2] = 4;  // a 32-bit number
        for (int b = 0; b < 4; ++b) bytes[field + 8 + static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(value >> (8 * b));
        return;
    }
    FAIL() << "no tag " << tag;
}

std::function<void(const fs::path&)> withField(int directory, std::uint32_t tag, std::uint32_t value, bool aperio = false) {
    return [=](const fs::path& file) {
        auto bytes = slideBytes(file, {.aperio = aperio});
        setField(bytes, directory, tag, value);
        write(file, bytes);
    };
}

std::function<void(const fs::path&)> cutTo(double share, bool aperio) {
    return [=](const fs::path& file) {
        auto bytes = slideBytes(file, {.aperio = aperio});
        bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * share));
        write(file, bytes);
    };
}

std::vector<BadSlide> badSlides() {
    constexpr std::uint32_t kWidth = 256, kHeight = 257, kTileWidth = 322;
    return {
        {"missing", "none.svs", [](const fs::path&) {}, ErrorCode::NotFound, {"none.svs"}},
        {"a folder", "folder.svs", [](const fs::path& file) { fs::create_directory(file); }, ErrorCode::NotAFile, {}},
        {"empty", "empty.svs", [](const fs::path& file) { write(file, {}); }, ErrorCode::NotAnImage, {"is empty"}},
        {"wrong magic", "magic.svs",
         [](const fs::path& file) {
             auto bytes = slideBytes(file, {.aperio = true});
             bytes[0] = 'X';
             write(file, bytes);
         },
         ErrorCode::NotAnImage, {"BMP, PNG, JPEG, TIFF or WebP"}},
        {"text", "text.ndpi", [](const fs::path& file) { ASSERT_TRUE(writeFileAtomically(file, std::string_view("A sentence about slides, and no slide."))); }, ErrorCode::NotAnImage, {}},
        {"truncated before its directories", "cut.tif", cutTo(0.5, false), ErrorCode::DamagedImage, {}},
        {"truncated among its directories", "cut.svs", cutTo(0.98, true), ErrorCode::DamagedImage, {}},
        {"mirax without its folder", "slide.mrxs", [](const fs::path& file) { write(file, test::placesPicture(30, 30).rgb); }, ErrorCode::DamagedImage, {"the folder slide with Slidedat.ini", "Copy the folder"}},
        {"mirax whose index is missing", "index.mrxs",
         [](const fs::path& file) {
             write(file, test::placesPicture(30, 30).rgb);
             fs::create_directory(file.parent_path() / "index");
             ASSERT_TRUE(writeFileAtomically(file.parent_path() / "index" / "Slidedat.ini",
                                             std::string_view("[GENERAL]\nSLIDE_VERSION = 01.02\nSLIDE_ID = 1\nIMAGENUMBER_X = 1\nIMAGENUMBER_Y = 1\nOBJECTIVE_MAGNIFICATION = 20\n"
                                                              "CameraImageDivisionsPerSide = 1\n[HIERARCHICAL]\nHIER_COUNT = 1\nNONHIER_COUNT = 0\nINDEXFILE = Index.dat\n")));
         },
         ErrorCode::DamagedImage, {"mirax"}},
        {"hamamatsu without its pictures", "slide.vms", [](const fs::path& file) { ASSERT_TRUE(writeFileAtomically(file, std::string_view("[Virtual Microscope Specimen]\nNoLayers=1\n"))); }, ErrorCode::DamagedImage,
         {"Hamamatsu", "Copy all files"}},
        {"no width at all", "width.tif", withField(0, kWidth, 0), ErrorCode::DamagedImage, {}},
        {"absurd size", "huge.svs", withField(0, kHeight, 0x7FFFFFF0, true), ErrorCode::DamagedImage, {"aperio"}},
        {"a size that no slide has", "wide.tif", [](const fs::path& file) { test::writeSparseTiffSlide(file, 2'000'016, 16, 16); }, ErrorCode::TooLarge, {"2000016 × 16", "2000000"}},
        {"absurd tiles", "tiles.svs", withField(0, kTileWidth, 1'000'000'000, true), ErrorCode::TooLarge, {"1000000000", "8192"}},
    };
}

class BadSlides : public testing::TestWithParam<BadSlide> {};

TEST_P(BadSlides, EachIsRefusedInItsOwnWords) {
    const TempFolder folder;
    const auto file = folder / GetParam().file;
    GetParam().make(file);
    NoProgress progress;
    auto slide = open(file, {}, progress, {});
    // What is cut behind the directories opens, and fails where something is missing.
    if (slide) {
        const auto region = (*slide)->read({0, 0, 0, 300, 200});
        ASSERT_FALSE(region);
        slide = fail(region.error());
    }
    EXPECT_EQ(toString(slide.error().code), toString(GetParam().code)) << slide.error().message();
    EXPECT_EQ(slide.error().file, file);
    EXPECT_FALSE(slide.error().advice.empty()) << slide.error().message();
    for (const auto& words : GetParam().words) EXPECT_NE(slide.error().message().find(words), std::string::npos) << slide.error().message();
}

INSTANTIATE_TEST_SUITE_P(Table, BadSlides, testing::ValuesIn(badSlides()), [](const auto& bad) {
    std::string name = bad.param.name;
    std::erase_if(name, [](char letter) { return !std::isalnum(static_cast<unsigned char>(letter)); });
    return name;
});

TEST(SlideOpening, OnePixelIsASlide) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "one.tif", test::placesPicture(1, 1), {.levels = 1});
    NoProgress progress;
    const auto slide = open(folder / "one.tif", {}, progress, {});
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_EQ((*slide)->facts().levels[0].width, 1);
    EXPECT_EQ((*slide)->read({0, 0, 0, 1, 1}).value().argb[0], 0xFF000000u);
}

TEST(SlideOpening, ALevelOfNoWidthIsDoneWithout) {
    const TempFolder folder;
    // Of the scanner's file the third directory is the second level.
    withField(2, 256, 0, true)(folder / "level.svs");
    NoProgress progress;
    const auto slide = open(folder / "level.svs", {}, progress, {});
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_EQ((*slide)->facts().levels.size(), 1u);
    EXPECT_TRUE((*slide)->read({0, 0, 0, 300, 200}));
}

TEST(SlideOpening, ALevelSmallerThanItsTileIsNeverShownWrongly) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "coarse.tif", test::placesPicture(300, 200), {.levels = 4});
    NoProgress progress;
    const auto slide = open(folder / "coarse.tif", {}, progress, {});
    ASSERT_TRUE(slide) << slide.error().message();
    const auto& levels = (*slide)->facts().levels;
    // 300 × 200, 150 × 100; 75 × 50 is lower than a tile of 64 px.
    ASSERT_EQ(levels.size(), 2u);
    test::writeTiffSlide(folder / "tiny.svs", test::placesPicture(30, 20), {.levels = 1, .aperio = true});
    const auto tiny = open(folder / "tiny.svs", {}, progress, {});
    ASSERT_FALSE(tiny);
    EXPECT_EQ(tiny.error().code, ErrorCode::DamagedImage);
    EXPECT_NE(tiny.error().message().find("smaller than one of its tiles"), std::string::npos);
}

TEST(SlideOpening, WithoutPermissionItSaysSo) {
    const TempFolder folder;
    const auto file = folder / "slide.svs";
    slideBytes(file, {.aperio = true});
    ASSERT_EQ(::chmod(file.c_str(), 0), 0);
    test::openToAll(folder.path());
    EXPECT_TRUE(test::holdsForOtherUser([&] {
        NoProgress progress;
        const auto slide = open(file, {}, progress, {});
        return !slide && slide.error().code == ErrorCode::NoPermission;
    }));
}

TEST(SlideOpening, TheNameHoldsThreeScripts) {
    const TempFolder folder;
    const auto file = folder / "Präparat стекло 標本.svs";
    slideBytes(file, {.aperio = true});
    NoProgress progress;
    const auto slide = open(file, {}, progress, {});
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_TRUE((*slide)->read({1, 0, 0, 10, 10}));
}

}  // namespace
}  // namespace leukolens::slide
