// On real cells: verdicts that the limits were chosen for, and what normalising must and must not do.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/image/decode.h"
#include "core/stain/shift.h"
#include "core/stain/stain_reference.h"
#include "core/stain/tissue.h"
#include "tests/support/shared_data.h"

namespace leukolens::stain {
namespace {

namespace fs = std::filesystem;

/// By path; every `step`-th.
std::vector<fs::path> filesIn(const fs::path& folder, std::size_t step = 1) {
    std::vector<fs::path> all, files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && image::hasImageExtension(entry.path())) all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); i += step) files.push_back(all[i]);
    return files;
}

std::vector<ColourStatistics> coloursOf(const std::vector<fs::path>& files) {
    std::vector<ColourStatistics> colours;
    for (const auto& file : files)
        if (const auto found = colourStatistics(image::decodeFile(file).value())) colours.push_back(*found);
    return colours;
}

std::string subjectOf(const fs::path& file) {
    std::string name = file.filename().string().substr(4);
    name.resize(name.find('_'));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c == 'h' ? 'H' : c; });
    return name;
}

ShiftVerdict verdict(const std::vector<ColourStatistics>& training, const std::vector<ColourStatistics>& found) {
    return measureShift(fitShift(training).value(), found).value().verdict;
}

TEST(StainData, HalvesOfCnmcBySubjectAreAlike) {
    LEUKOLENS_NEEDS_SHARED(cells, "cnmc/C-NMC_Leukemia/training_data");
    std::array<std::vector<fs::path>, 2> halves;
    std::vector<std::string> people;
    for (const auto& file : filesIn(cells)) {
        const auto person = subjectOf(file);
        if (std::find(people.begin(), people.end(), person) == people.end()) people.push_back(person);
        const auto index = std::find(people.begin(), people.end(), person) - people.begin();
        halves[static_cast<std::size_t>(index) % 2].push_back(file);
    }
    ASSERT_GE(std::min(halves[0].size(), halves[1].size()), kMinReferencePictures);
    const auto a = coloursOf(halves[0]), b = coloursOf(halves[1]);
    EXPECT_EQ(verdict(a, b), ShiftVerdict::Alike);
    EXPECT_EQ(verdict(b, a), ShiftVerdict::Alike);
}

TEST(StainData, ReencodedCellsAreAlikeAndOtherLaboratoriesForeign) {
    LEUKOLENS_NEEDS_SHARED(cells, "cnmc/C-NMC_Leukemia/training_data");
    LEUKOLENS_NEEDS_SHARED(reencoded, "cnmc_jpg");
    LEUKOLENS_NEEDS_SHARED(allIdb, "allidb2");
    LEUKOLENS_NEEDS_SHARED(pbc, "pbc");
    LEUKOLENS_NEEDS_SHARED(taleqani, "taleqani_all");
    const auto training = coloursOf(filesIn(cells)), jpeg = coloursOf(filesIn(reencoded, 4));
    EXPECT_EQ(verdict(training, jpeg), ShiftVerdict::Alike);
    EXPECT_EQ(verdict(jpeg, training), ShiftVerdict::Alike);
    EXPECT_EQ(verdict(training, coloursOf(filesIn(allIdb, 5))), ShiftVerdict::Foreign);
    EXPECT_EQ(verdict(training, coloursOf(filesIn(pbc, 60))), ShiftVerdict::Foreign);
    EXPECT_EQ(verdict(training, coloursOf(filesIn(taleqani, 15))), ShiftVerdict::Foreign);
    EXPECT_EQ(verdict(training, coloursOf({filesIn(allIdb).front()})), ShiftVerdict::Foreign);  // one picture is enough there
}

TEST(StainData, ForeignCellsComeNearer) {
    LEUKOLENS_NEEDS_SHARED(cells, "cnmc/C-NMC_Leukemia/training_data");
    LEUKOLENS_NEEDS_SHARED(allIdb, "allidb2");
    const auto training = filesIn(cells), foreign = filesIn(allIdb, 6);
    const auto reference = fitShift(coloursOf(training)).value();
    const double before = measureShift(reference, coloursOf(foreign))->score;
    for (const auto method : {StainMethod::Reinhard, StainMethod::Macenko}) {
        std::vector<image::Image> pictures;
        for (const auto& file : training) pictures.push_back(image::decodeFile(file).value());
        const auto stain = fitStain(pictures, method).value();
        EXPECT_EQ(stain.pictures, static_cast<int>(training.size()));
        std::vector<ColourStatistics> colours;
        for (const auto& file : foreign) {
            auto picture = image::decodeFile(file).value();
            ASSERT_EQ(applyStain(picture, stain), StainOutcome::Applied);
            colours.push_back(colourStatistics(picture).value());
        }
        EXPECT_LT(measureShift(reference, colours)->score, before / 2) << toString(method);
    }
}

TEST(StainData, CellsCutOutOnBlackKeepTheirBackground) {
    LEUKOLENS_NEEDS_SHARED(cells, "cnmc/C-NMC_Leukemia/training_data");
    const auto file = filesIn(cells).front();
    const auto before = image::decodeFile(file).value();
    for (const auto& target : {StainReference{ColourStatistics{55, 12, 8, 12, 0, 15}, 1},
                               StainReference{StainPair{StainVector{{0.46, 0.83, 0.31543620591175}, 3.7}, StainVector{{0.51, 0.54, 0.66955208908643}, 1.2}}, 1}}) {
        auto picture = before;
        ASSERT_EQ(applyStain(picture, target), StainOutcome::Applied) << faultOf(target);
        std::size_t black = 0, changed = 0;
        for (std::size_t i = 0; i < before.rgb.size(); i += 3) {
            const bool same = std::equal(before.rgb.begin() + static_cast<std::ptrdiff_t>(i), before.rgb.begin() + static_cast<std::ptrdiff_t>(i) + 3,
                                         picture.rgb.begin() + static_cast<std::ptrdiff_t>(i));
            const bool outside = isBlack(before.rgb.data() + i);
            black += outside;
            changed += !same;
            ASSERT_TRUE(same || !outside) << i;
        }
        EXPECT_GT(black, before.rgb.size() / 6);
        EXPECT_GT(changed, (before.rgb.size() / 3 - black) * 9 / 10);
    }
}

}  // namespace
}  // namespace leukolens::stain
