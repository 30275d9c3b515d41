#include "core/dataset/demo_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/dataset/cnmc_name.h"
#include "core/dataset/reader.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

namespace fs = std::filesystem;

constexpr int kSmallPx = 150;

DemoSettings smallSettings(int subjects, int cellsPerSubject) {
    return {.subjects = subjects, .cellsPerSubject = cellsPerSubject, .sizePx = kSmallPx, .seed = 2019};
}

bool isBlack(const image::Image& image, int x, int y) {
    const std::size_t at = image.offset(x, y);
    return image.rgb[at] == 0 && image.rgb[at + 1] == 0 && image.rgb[at + 2] == 0;
}

/// Pixels of the cell: those that are not black.
int areaOf(const image::Image& image) {
    int area = 0;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) area += isBlack(image, x, y) ? 0 : 1;
    }
    return area;
}

double meanChannel(const image::Image& image, std::size_t channel) {
    double sum = 0.0;
    for (std::size_t i = channel; i < image.rgb.size(); i += 3) sum += image.rgb[i];
    return sum / areaOf(image);
}

struct Measured {
    double value = 0.0;
    bool blast = false;
};

/// The best that one threshold on one number can do, either way round: 0.5 … 1.
double bestThresholdAccuracy(std::vector<Measured> cells) {
    std::sort(cells.begin(), cells.end(), [](const Measured& a, const Measured& b) { return a.value < b.value; });
    const auto all = static_cast<double>(cells.size());
    double right = static_cast<double>(std::count_if(cells.begin(), cells.end(), [](const Measured& c) { return c.blast; }));
    double best = std::max(right, all - right);
    for (const Measured& cell : cells) {
        right += cell.blast ? -1.0 : 1.0;
        best = std::max({best, right, all - right});
    }
    return best / all;
}

struct DrawnCell {
    image::Image image;
    bool blast = false;
};

/// Some cells of every subject of the default twelve, drawn once for all tests that measure them.
const std::vector<DrawnCell>& drawnCells() {
    static const std::vector<DrawnCell> drawn = [] {
        const DemoSettings settings = smallSettings(12, 16);
        std::vector<DrawnCell> cells;
        for (int subject = 0; subject < settings.subjects; ++subject) {
            const bool blast = subject < settings.subjects / 2;
            for (int cell = 0; cell < settings.cellsPerSubject; ++cell) {
                cells.push_back({drawDemoCell(settings, subject, blast, cell), blast});
            }
        }
        return cells;
    }();
    return drawn;
}

template <class Measure>
std::vector<Measured> measureAll(Measure measure) {
    std::vector<Measured> measured;
    for (const DrawnCell& cell : drawnCells()) measured.push_back({measure(cell.image), cell.blast});
    return measured;
}

double meanOf(const std::vector<Measured>& cells, bool blast) {
    double sum = 0.0;
    int count = 0;
    for (const Measured& cell : cells) {
        if (cell.blast != blast) continue;
        sum += cell.value;
        ++count;
    }
    return sum / count;
}

class CountingProgress final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        inOrder = inOrder && progress.done == reports + 1;
        ++reports;
        last = progress;
    }
    std::int64_t reports = 0;
    bool inOrder = true;
    Progress last;
};

class CancellingProgress final : public ProgressSink {
public:
    explicit CancellingProgress(CancelSource& source) : m_source(source) {}
    void report(const Progress& progress) override {
        if (progress.done == 3) m_source.cancel();
    }

private:
    CancelSource& m_source;
};

TEST(DemoCells, SameSeedDrawsSamePixels) {
    const DemoSettings settings;
    EXPECT_EQ(drawDemoCell(settings, 3, true, 7).rgb, drawDemoCell(settings, 3, true, 7).rgb);
}

TEST(DemoCells, SeedClassSubjectAndCellEachChangeThePicture) {
    DemoSettings settings = smallSettings(12, 4);
    const auto first = drawDemoCell(settings, 3, true, 1).rgb;
    EXPECT_NE(first, drawDemoCell(settings, 3, true, 2).rgb);
    EXPECT_NE(first, drawDemoCell(settings, 4, true, 1).rgb);
    EXPECT_NE(first, drawDemoCell(settings, 3, false, 1).rgb);
    settings.seed = 2020;
    EXPECT_NE(first, drawDemoCell(settings, 3, true, 1).rgb);
}

TEST(DemoCells, CellLiesOnBlackAwayFromTheBorder) {
    DemoSettings settings;
    for (const int sizePx : {75, 450}) {
        settings.sizePx = sizePx;
        for (int i = 0; i < 24; ++i) {
            const image::Image image = drawDemoCell(settings, i % 12, i % 12 < 6, i);
            ASSERT_EQ(image.width, sizePx);
            ASSERT_EQ(image.height, sizePx);
            ASSERT_EQ(image.rgb.size(), image.offset(0, sizePx));
            for (int k = 0; k < sizePx; ++k) {
                ASSERT_TRUE(isBlack(image, k, 0) && isBlack(image, k, sizePx - 1) && isBlack(image, 0, k) &&
                            isBlack(image, sizePx - 1, k))
                    << "cell " << i << " at " << sizePx << " px touches the border";
            }
            EXPECT_FALSE(isBlack(image, sizePx / 2, sizePx / 2));
            const double filled = areaOf(image) / static_cast<double>(sizePx * sizePx);
            EXPECT_GT(filled, 0.06);
            EXPECT_LT(filled, 0.40);
        }
    }
}

TEST(DemoCells, NucleusIsVioletAsInGiemsaStain) {
    const image::Image image = drawDemoCell(DemoSettings{}, 0, true, 0);
    EXPECT_GT(meanChannel(image, 2), meanChannel(image, 1) * 1.4);
    EXPECT_GT(meanChannel(image, 0), meanChannel(image, 1) * 1.4);
}

TEST(DemoCells, BlastsAreLargerOnAverageButSizeAloneDoesNotTell) {
    const auto cells = measureAll([](const image::Image& image) { return static_cast<double>(areaOf(image)); });
    EXPECT_GT(meanOf(cells, true), 1.15 * meanOf(cells, false));
    EXPECT_LT(bestThresholdAccuracy(cells), 0.92);
    EXPECT_GT(bestThresholdAccuracy(cells), 0.70);
}

TEST(DemoCells, ColourDoesNotTellTheClass) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const auto cells = measureAll([&](const image::Image& image) { return meanChannel(image, channel); });
        EXPECT_LT(bestThresholdAccuracy(cells), 0.75) << "channel " << channel;
    }
}

TEST(DemoCells, WritesTheLayoutOfCnmcWithEachSubjectInOneFold) {
    const test::TempFolder temp;
    CountingProgress progress;
    const auto written = writeDemoCells(temp / "demo", smallSettings(7, 6), progress, CancelToken());
    ASSERT_TRUE(written.has_value()) << written.error().message();

    std::map<std::string, int> cellsOfSubject;
    std::map<std::string, std::set<std::string>> foldsOfSubject;
    std::set<std::string> folders;
    for (const auto& entry : fs::recursive_directory_iterator(temp / "demo")) {
        if (!entry.is_regular_file()) continue;
        ASSERT_EQ(entry.path().extension(), ".png");
        const auto name = parseCnmcName(entry.path().stem().string());
        ASSERT_TRUE(name.has_value()) << entry.path();
        const fs::path relative = entry.path().lexically_relative(temp / "demo").parent_path();
        EXPECT_EQ(relative.filename(), name->label);
        EXPECT_EQ(name->label, name->subject.starts_with("H") ? "hem" : "all");
        ++cellsOfSubject[name->subject];
        foldsOfSubject[name->subject].insert(relative.parent_path().string());
        folders.insert(relative.string());
    }
    const std::map<std::string, int> expected = {{"1", 6}, {"2", 6}, {"3", 6}, {"H1", 6}, {"H2", 6}, {"H3", 6}, {"H4", 6}};
    EXPECT_EQ(cellsOfSubject, expected);
    for (const auto& [subject, folds] : foldsOfSubject) EXPECT_EQ(folds.size(), 1u) << subject;
    EXPECT_EQ(folders,
              (std::set<std::string>{"training_data/fold_0/all", "training_data/fold_0/hem", "training_data/fold_1/all",
                                     "training_data/fold_1/hem", "training_data/fold_2/all", "training_data/fold_2/hem"}));
    EXPECT_EQ(progress.last.stage, "Drawing cells");
    EXPECT_EQ(progress.last.done, 42);
    EXPECT_EQ(progress.last.total, 42);
    EXPECT_EQ(progress.reports, 42);
    EXPECT_TRUE(progress.inOrder);
}

TEST(DemoCells, EveryFileSaysThatItWasDrawnAndSoDoesTheDataSet) {
    const test::TempFolder folder;
    NoProgress progress;
    ASSERT_TRUE(writeDemoCells(folder / "cells", smallSettings(4, 2), progress, {}));
    ReadOptions options;
    options.cacheFolder = folder / "cache";
    options.racyNs = -1'000'000'000;  // these files are as new as their index: trusted all the same
    fs::path resaved;
    for (const char* reading : {"first", "from the index"}) {
        const auto data = readDataset(folder / "cells", progress, {}, options);
        ASSERT_TRUE(data) << data.error().message();
        EXPECT_TRUE(std::ranges::all_of(data->cells, &Cell::drawn)) << reading;
        resaved = data->cells.front().path;
    }
    const auto picture = image::decodeFile(resaved);
    ASSERT_TRUE(picture && writeFileAtomically(resaved, *image::encodePng(*picture)));
    const auto data = readDataset(folder / "cells", progress, {}, options);
    ASSERT_TRUE(data);
    EXPECT_FALSE(data->cells.front().drawn) << "saved again, it looks like any picture";
    EXPECT_TRUE(data->cells.back().drawn);
}

TEST(DemoCells, AcceptsAnEmptyFolder) {
    const test::TempFolder temp;
    fs::create_directory(temp / "empty");
    NoProgress progress;
    EXPECT_TRUE(writeDemoCells(temp / "empty", smallSettings(2, 1), progress, CancelToken()).has_value());
    EXPECT_TRUE(fs::exists(temp / "empty" / "training_data" / "fold_0" / "hem" / "UID_H1_1_1_hem.png"));
}

TEST(DemoCells, RefusesAFolderThatHoldsSomethingAndLeavesItAlone) {
    const test::TempFolder temp;
    std::ofstream(temp / "mine.txt") << "mine";
    NoProgress progress;
    const auto written = writeDemoCells(temp.path(), smallSettings(2, 1), progress, CancelToken());
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(written.error().file, temp.path());
    EXPECT_EQ(test::entries(temp.path()), std::vector<std::string>{"mine.txt"});
}

TEST(DemoCells, RefusesAFileInPlaceOfTheFolder) {
    const test::TempFolder temp;
    std::ofstream(temp / "mine.txt") << "mine";
    NoProgress progress;
    const auto written = writeDemoCells(temp / "mine.txt", smallSettings(2, 1), progress, CancelToken());
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, ErrorCode::AlreadyExists);
}

TEST(DemoCells, CancelStopsAndLeavesNothingBehind) {
    const test::TempFolder temp;
    fs::create_directory(temp / "empty");
    for (const char* name : {"new", "empty"}) {
        CancelSource source;
        CancellingProgress progress(source);
        const auto written = writeDemoCells(temp / name, smallSettings(12, 40), progress, source.token());
        ASSERT_FALSE(written.has_value());
        EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    }
    EXPECT_EQ(test::entries(temp.path()), std::vector<std::string>{"empty"});
    EXPECT_TRUE(fs::is_empty(temp / "empty"));
}

TEST(DemoCells, SaysWhichSettingIsOutOfRange) {
    const test::TempFolder temp;
    NoProgress progress;
    DemoSettings settings = smallSettings(1, 40);
    const auto written = writeDemoCells(temp / "demo", settings, progress, CancelToken());
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(written.error().what.find("number of subjects must be 2 to 1000, it is 1"), std::string::npos);
    EXPECT_FALSE(fs::exists(temp / "demo"));
}

}  // namespace
}  // namespace leukolens::dataset
