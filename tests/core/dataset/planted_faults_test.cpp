// One fault each, planted into a folder that is otherwise whole: it is reported by its code and nothing else is.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/image/encode.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using test::writeCell;
using Path = fs::path;

using Found = std::vector<std::pair<std::string, std::string>>;  ///< code and path below the folder, sorted

struct Fault {
    std::string what;
    std::function<void(const Path& folder)> base;
    std::function<void(const Path& folder)> plant;
    Found problems;
    int cells;
    int external = 0;
};

void writeText(const Path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

void putLittle(std::string& bytes, std::size_t at, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i));
}

/// A BMP of 24 bit whose header claims this size, with `rows` rows of pixels.
std::string bmp(std::uint32_t width, std::uint32_t height, std::uint32_t rows) {
    const std::uint32_t rowBytes = (width * 3 + 3) / 4 * 4;
    std::string bytes(54 + rowBytes * rows, '\x20');
    std::fill(bytes.begin(), bytes.begin() + 54, '\0');
    bytes[0] = 'B';
    bytes[1] = 'M';
    putLittle(bytes, 2, 54 + rowBytes * height, 4);
    putLittle(bytes, 10, 54, 4);
    putLittle(bytes, 14, 40, 4);
    putLittle(bytes, 18, width, 4);
    putLittle(bytes, 22, height, 4);
    putLittle(bytes, 26, 1, 2);
    putLittle(bytes, 28, 24, 2);
    return bytes;
}

void writePng(const Path& file, int width, int height) {
    image::Image picture{width, height, {}};
    picture.rgb.assign(picture.offset(0, height), 77);
    const Bytes png = image::encodePng(picture).value();
    writeText(file, std::string(png.begin(), png.end()));
}

void link(const Path& target, const Path& file) {
    std::error_code code;
    if (fs::is_directory(file.parent_path() / target, code)) return fs::create_directory_symlink(target, file);
    fs::create_symlink(target, file);
}

/// Folders of 200 letters in each other, deeper than a path may be long.
void makeTooDeep(const Path& folder) {
    int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY);
    for (int depth = 0; depth < 25 && at >= 0; ++depth) {
        const std::string name(200, 'd');
        ::mkdirat(at, name.c_str(), 0755);
        const int next = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY);
        ::close(at);
        at = next;
    }
    if (at >= 0) ::close(at);
}

void classFolders(const Path& folder) {
    for (int i = 1; i <= 3; ++i) {
        writeCell(folder / "blast" / ("b" + std::to_string(i) + ".png"), i);
        writeCell(folder / "normal" / ("n" + std::to_string(i) + ".png"), 10 + i);
    }
}

void cnmc(const Path& folder) {
    writeCell(folder / "training_data/fold_0/all/UID_1_1_1_all.png", 1);
    writeCell(folder / "training_data/fold_1/all/UID_2_1_1_all.png", 2);
    writeCell(folder / "training_data/fold_0/hem/UID_H1_1_1_hem.png", 3);
    writeCell(folder / "training_data/fold_2/hem/UID_h3_1_1_hem.png", 4);
    writeCell(folder / "validation_data/prelim/1.png", 5);
    writeText(folder / "validation_data/labels.csv", "Patient_ID,new_names,labels\nUID_50_1_1_all.bmp,1.bmp,1\n");
}

void append(const Path& file, const std::string& text) { std::ofstream(file, std::ios::binary | std::ios::app) << text; }

std::string deepName() {
    std::string name = "blast";
    for (int i = 0; i < 300; ++i) name += "/d";
    return name;
}

const std::vector<Fault> kFaults{
    {"none, class folders", classFolders, [](const Path&) {}, {}, 6},
    {"none, C-NMC", cnmc, [](const Path&) {}, {}, 4, 1},

    {"one cell under two names", classFolders, [](const Path& f) { writeCell(f / "blast/z.png", 1); }, {{"duplicate", "blast/z.png"}}, 7},
    {"one cell in two classes", classFolders, [](const Path& f) { writeCell(f / "normal/z.png", 1); }, {{"conflicting_label", "blast/b1.png"}, {"conflicting_label", "normal/z.png"}}, 5},
    {"one cell by a hard link", classFolders, [](const Path& f) { fs::create_hard_link(f / "blast/b1.png", f / "blast/z.png"); }, {{"duplicate", "blast/z.png"}}, 7},
    {"0 bytes", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", ""); }, {{"not_an_image", "blast/z.bmp"}}, 6},
    {"a text called .bmp", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", "a cell"); }, {{"not_an_image", "blast/z.bmp"}}, 6},
    {"a BMP that ends early", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", bmp(450, 450, 200)); }, {{"damaged_image", "blast/z.bmp"}}, 6},
    {"a PNG that ends early", classFolders, [](const Path& f) { writeCell(f / "blast/z.png", 9); fs::resize_file(f / "blast/z.png", fs::file_size(f / "blast/z.png") - 14); }, {{"damaged_image", "blast/z.png"}}, 6},
    {"a header alone", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", bmp(450, 450, 0)); }, {{"damaged_image", "blast/z.bmp"}}, 6},
    {"one pixel", classFolders, [](const Path& f) { writePng(f / "blast/z.png", 1, 1); }, {{"not_an_image", "blast/z.png"}}, 6},
    {"30,000 px", classFolders, [](const Path& f) { writePng(f / "blast/z.png", 30000, 8); }, {{"too_large", "blast/z.png"}}, 6},
    {"a claim of 2 billion px", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", bmp(1, 1, 1).replace(18, 8, "\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F")); }, {{"too_large", "blast/z.bmp"}}, 6},
    {"4 GB of nothing", classFolders, [](const Path& f) { writeText(f / "blast/z.bmp", bmp(450, 450, 1)); fs::resize_file(f / "blast/z.bmp", 4ull << 30); }, {{"too_large", "blast/z.bmp"}}, 6},
    {"another format's ending", classFolders, [](const Path& f) { writeCell(f / "blast/z.jpg", 9); }, {}, 7},
    {"a pipe", classFolders, [](const Path& f) { ASSERT_EQ(::mkfifo((f / "blast/z.bmp").c_str(), 0600), 0); }, {{"not_a_file", "blast/z.bmp"}}, 6},
    {"a device", classFolders, [](const Path& f) { link("/dev/zero", f / "blast/z.bmp"); }, {{"not_a_file", "blast/z.bmp"}}, 6},
    {"a folder called .bmp", classFolders, [](const Path& f) { fs::create_directories(f / "blast/z.bmp"); }, {}, 6},
    {"a link to a file", classFolders, [](const Path& f) { writeCell(f / ".kept/9.png", 9); link("../.kept/9.png", f / "blast/z.png"); }, {}, 7},
    {"a picture that leads nowhere", classFolders, [](const Path& f) { link("gone.png", f / "blast/z.png"); }, {{"not_found", "blast/z.png"}}, 6},
    {"a picture that leads to itself", classFolders, [](const Path& f) { link("z.png", f / "blast/z.png"); }, {{"read_failed", "blast/z.png"}}, 6},
    {"a folder that leads nowhere", classFolders, [](const Path& f) { link("/gone/unmounted", f / "monocyte"); }, {{"broken_link", "monocyte"}}, 6},
    {"a folder that leads to itself", classFolders, [](const Path& f) { link("loop", f / "loop"); }, {{"broken_link", "loop"}}, 6},
    {"folders that lead back", classFolders, [](const Path& f) { link("..", f / "blast/up"); link("blast", f / "again"); }, {}, 6},
    {"names in three scripts", classFolders, [](const Path& f) { writeCell(f / "淋巴细胞/клетка ü.png", 9); }, {}, 7},
    {"a line end in a name", classFolders, [](const Path& f) { writeCell(f / "blast/a\nb.png", 9); }, {}, 7},
    {"a name that is no text", classFolders, [](const Path& f) { writeCell(f / "blast/\xFF.png", 9); }, {{"name_not_utf8", "blast/\xFF.png"}}, 6},
    {"a folder's name that is no text", classFolders, [](const Path& f) { writeCell(f / "\xC3/z.png", 9); }, {{"name_not_utf8", "\xC3/z.png"}}, 6},
    {"300 folders deep", classFolders, [](const Path& f) { writeCell(f / deepName() / "z.png", 9); }, {}, 7},
    {"an archive", classFolders, [](const Path& f) { writeText(f / "monocyte.zip", "PK"); }, {{"zipped", "monocyte.zip"}}, 6},
    {"an archive that was unpacked", classFolders, [](const Path& f) { writeText(f / "blast.tar.gz", "x"); }, {}, 6},
    {"what systems leave behind", classFolders, [](const Path& f) { for (const char* name : {"__MACOSX/blast/._b1.png", "blast/._b1.png", "blast/Thumbs.db", ".Trash/x.png", "desktop.ini"}) writeText(f / name, "x"); }, {}, 6},
    {"pictures of another format", classFolders, [](const Path& f) { writeText(f / "blast/z.gif", "GIF89a"); writeText(f / "blast/y.GIF", "GIF89a"); }, {{"format_not_read", ""}}, 6},
    {"a picture beside the classes", classFolders, [](const Path& f) { writeCell(f / "z.png", 9); }, {{"unlabelled", ""}}, 6},
    {"a class without a whole picture", classFolders, [](const Path& f) { writeText(f / "monocyte/z.png", "x"); }, {{"empty_class", ""}, {"not_an_image", "monocyte/z.png"}}, 6},
    {"a class in two spellings", classFolders, [](const Path& f) { writeCell(f / "Blast/z.png", 9); }, {{"similar_classes", ""}}, 7},
    {"parts in a class", classFolders, [](const Path& f) { writeCell(f / "blast/train/z.png", 9); writeCell(f / "normal/test/z.png", 19); }, {{"merged_parts", ""}}, 8},
    {"an empty folder", classFolders, [](const Path& f) { fs::create_directories(f / "monocyte/empty"); }, {}, 6},

    {"a subject in two classes", cnmc, [](const Path& f) { writeCell(f / "training_data/fold_0/hem/UID_1_2_1_hem.png", 9); }, {{"subject_in_two_classes", "training_data/fold_0/all/UID_1_1_1_all.png"}}, 5, 1},
    {"a name that says otherwise than its folder", cnmc, [](const Path& f) { writeCell(f / "training_data/fold_0/hem/UID_1_2_1_all.png", 9); }, {{"conflicting_label", "training_data/fold_0/hem/UID_1_2_1_all.png"}}, 4, 1},
    {"an unknown name", cnmc, [](const Path& f) { writeCell(f / "training_data/fold_0/all/x.png", 9); }, {{"unknown_file_name", "training_data/fold_0/all/x.png"}}, 4, 1},
    {"test pictures without labels", cnmc, [](const Path& f) { writeCell(f / "testing_data/final/1.png", 9); }, {{"unlabelled", "testing_data/final"}}, 4, 1},
    {"a test cell that trains", cnmc, [](const Path& f) { writeCell(f / "validation_data/prelim/1.png", 1); }, {{"shared_with_training", "validation_data/prelim/1.png"}}, 4, 0},
    {"a tested person who trains", cnmc, [](const Path& f) { writeCell(f / "validation_data/prelim/2.png", 9); append(f / "validation_data/labels.csv", "UID_1_9_9_all.bmp,2.bmp,1\n"); }, {{"shared_with_training", "validation_data/prelim/2.png"}}, 4, 1},
    {"a table that labels otherwise", cnmc, [](const Path& f) { writeText(f / "validation_data/labels.csv", "image,class\n1.bmp,all\n"); }, {{"unlabelled", "validation_data/prelim"}, {"unreadable_labels", "validation_data/labels.csv"}}, 4, 0},
    {"a label that contradicts itself", cnmc, [](const Path& f) { append(f / "validation_data/labels.csv", "UID_51_1_1_hem.bmp,2.bmp,1\n"); }, {{"unreadable_labels", "validation_data/labels.csv"}}, 4, 1},
    {"a label without its picture", cnmc, [](const Path& f) { append(f / "validation_data/labels.csv", "UID_51_1_1_hem.bmp,2.bmp,0\n"); }, {{"missing_file", "validation_data/labels.csv"}}, 4, 1},
    {"a packed fold", cnmc, [](const Path& f) { writeText(f / "training_data/fold_9.zip", "PK"); }, {{"zipped", "training_data/fold_9.zip"}}, 4, 1},
    {"a person in two spellings is one", cnmc, [](const Path& f) { writeCell(f / "training_data/fold_2/hem/UID_H3_1_2_hem.png", 9); }, {}, 5, 1},
};

Found problemsOf(const Dataset& data, const Path& folder) {
    Found found;
    for (const Problem& problem : data.problems) {
        const std::string below = problem.path.lexically_relative(folder).string();
        found.emplace_back(problem.code, below == "." ? "" : below);
    }
    std::sort(found.begin(), found.end());
    return found;
}

TEST(PlantedFaults, EachIsReportedByItsCodeAndNothingElseIs) {
    for (const Fault& fault : kFaults) {
        SCOPED_TRACE(fault.what);
        TempFolder folder;
        fault.base(folder.path());
        fault.plant(folder.path());
        NoProgress progress;
        const auto data = readDataset(folder.path(), progress, {});
        ASSERT_TRUE(data) << data.error().message();
        EXPECT_EQ(problemsOf(*data, folder.path()), fault.problems);
        EXPECT_EQ(static_cast<int>(data->cells.size()), fault.cells);
        EXPECT_EQ(static_cast<int>(data->external.size()), fault.external);
        for (const Problem& problem : data->problems) EXPECT_FALSE(problem.message.empty());
    }
}

TEST(PlantedFaults, FoldersDeeperThanAPathMayBeLongAreReported) {
    TempFolder folder;
    classFolders(folder.path());
    makeTooDeep(folder / "blast");
    NoProgress progress;
    const auto data = readDataset(folder.path(), progress, {});
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->cells.size(), 6u);
    ASSERT_EQ(data->problems.size(), 1u);
    EXPECT_EQ(data->problems[0].code, "unreadable_folder");
}

TEST(PlantedFaults, WhatMayNotBeReadIsReportedToWhomItConcerns) {
    TempFolder folder;
    classFolders(folder.path());
    writeCell(folder / "monocyte/m.png", 21);
    for (const char* name : {"", "blast", "normal"}) leukolens::test::openToAll(folder / name);
    fs::permissions(folder / "monocyte", fs::perms::none);
    fs::permissions(folder / "blast/b1.png", fs::perms::none);
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        NoProgress progress;
        const auto data = readDataset(folder.path(), progress, {});
        return data && data->cells.size() == 5 && problemsOf(*data, folder.path()) == Found{{"no_permission", "blast/b1.png"}, {"unreadable_folder", "monocyte"}};
    }));
    fs::permissions(folder / "monocyte", fs::perms::owner_all);
}

TEST(PlantedFaults, AFileThatVanishesMeanwhileIsReported) {
    TempFolder folder;
    classFolders(folder.path());
    for (int i = 0; i < 300; ++i) writeCell(folder / "blast" / ("c" + std::to_string(i) + ".png"), 1000 + i);
    class Vanisher final : public ProgressSink {
    public:
        explicit Vanisher(Path file) : m_file(std::move(file)) {}
        void report(const Progress& progress) override {
            if (progress.total > 0 && !m_done.exchange(true)) fs::remove(m_file);
        }

    private:
        Path m_file;
        std::atomic<bool> m_done{false};
    } progress(folder / "normal/n3.png");  // the last that is read
    const auto data = readDataset(folder.path(), progress, {});
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->cells.size(), 305u);
    EXPECT_EQ(problemsOf(*data, folder.path()), (Found{{"not_found", "normal/n3.png"}}));
}

}  // namespace
}  // namespace leukolens::dataset
