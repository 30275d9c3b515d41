#include "core/dataset/leaks.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/core/dataset/sample_folder.h"
#include "tests/core/dataset/sample_sketches.h"
#include "tests/support/altered_copy.h"

namespace leukolens::dataset {
namespace {

/// Two classes of two subjects of two cells (0 … 7), each cell another picture, and two external cells (8, 9).
class LeaksTest : public testing::Test {
protected:
    LeaksTest() : m_dataset(test::datasetOf({{2, 2}, {2, 2}})) {
        for (const int number : {20, 21}) m_dataset.external.push_back({"root/validation/" + std::to_string(number) + ".png", number % 2, -1, -1, {}});
        for (int place = 0; place < 10; ++place) {
            cell(place).sha256 = test::contentOf(place);
            draw(place, test::drawnCell(place));
        }
    }

    Cell& cell(int place) { return const_cast<Cell&>(cellAt(m_dataset, place)); }

    void makeExact(int original, int copy) {
        cell(copy).sha256 = cell(original).sha256;
        cell(copy).sketch = cell(original).sketch;
    }

    void makeNear(int original, int copy) { draw(copy, leukolens::test::throughJpeg(test::drawnCell(original), 70)); }

    void draw(int place, const image::Image& picture) { cell(place).sketch = std::make_shared<const image::PictureSketch>(image::sketchOf(picture)); }

    Leaks find() {
        NoProgress progress;
        auto leaks = findLeaks(m_dataset, progress, {});
        EXPECT_TRUE(leaks);
        return *leaks;
    }

    Dataset m_dataset;
};

TEST_F(LeaksTest, DifferentCellsGiveNone) { EXPECT_TRUE(find().findings.empty()); }

TEST_F(LeaksTest, EachFindingSaysWhatItIsAndWhere) {
    makeExact(0, 1);
    makeNear(2, 5);
    makeNear(4, 6);
    makeNear(3, 9);
    const Leaks leaks = find();
    ASSERT_EQ(leaks.findings.size(), 4u);
    const auto expect = [&](std::size_t i, int first, int second, LeakKind kind, LeakPlace place) {
        const Leak& leak = leaks.findings[i];
        EXPECT_EQ(std::pair(leak.first, leak.second), std::pair(first, second)) << i;
        EXPECT_EQ(leak.kind, kind) << i;
        EXPECT_EQ(leak.place, place) << i;
        EXPECT_EQ(leak.similarity == 1.0, kind == LeakKind::Exact) << i;
        EXPECT_NE(leak.message.find(cellAt(m_dataset, first).path.filename().string()), std::string::npos) << leak.message;
    };
    expect(0, 0, 1, LeakKind::Exact, LeakPlace::WithinClass);
    expect(1, 2, 5, LeakKind::Near, LeakPlace::BetweenClasses);
    expect(2, 3, 9, LeakKind::Near, LeakPlace::TrainingAndExternal);
    expect(3, 4, 6, LeakKind::Near, LeakPlace::BetweenSubjects);
    EXPECT_NE(leaks.findings[3].message.find("subject B00"), std::string::npos);
    EXPECT_NE(leaks.findings[3].message.find("subject B01"), std::string::npos);
    EXPECT_NE(leaks.findings[2].message.find("external test"), std::string::npos);
}

TEST_F(LeaksTest, WithoutSubjectsNothingIsBetweenThem) {
    makeNear(4, 6);
    for (Cell& cell : m_dataset.cells) cell.subjectIndex = -1;
    m_dataset.subjects.clear();
    ASSERT_EQ(find().findings.size(), 1u);
    EXPECT_EQ(find().findings[0].place, LeakPlace::WithinClass);
}

TEST_F(LeaksTest, ExactCopiesOfANearCopyHangTogether) {
    makeNear(0, 3);
    makeExact(3, 7);
    const Leaks leaks = find();
    ASSERT_EQ(leaks.findings.size(), 2u);
    EXPECT_EQ(leaks.findings[0].kind, LeakKind::Near);
    EXPECT_EQ(std::pair(leaks.findings[1].first, leaks.findings[1].second), std::pair(3, 7));
}

TEST_F(LeaksTest, CellsWithoutContentAreNotTheSameForThat) {
    for (int place = 0; place < 10; ++place) cell(place).sha256.clear();
    EXPECT_TRUE(find().findings.empty());
}

TEST_F(LeaksTest, CellsWithoutASketchAreComparedByContent) {
    makeExact(0, 1);
    makeNear(2, 5);
    for (const int place : {1, 5, 6, 7}) cell(place).sketch = nullptr;
    const Leaks leaks = find();
    ASSERT_EQ(leaks.findings.size(), 1u);
    EXPECT_EQ(std::pair(leaks.findings[0].first, leaks.findings[0].second), std::pair(0, 1));
}

TEST_F(LeaksTest, FindingsAreCarriedOverToTheDataAsTheyAreNow) {
    makeNear(0, 2);
    makeNear(3, 9);
    makeNear(4, 6);
    const Leaks leaks = find();
    Dataset now = m_dataset;
    now.cells.erase(now.cells.begin() + 4);
    now.cells[2].classIndex = 1;
    const Leaks carried = carriedOver(m_dataset, leaks, now);
    ASSERT_EQ(carried.findings.size(), 2u);
    EXPECT_EQ(leaks.findings[0].place, LeakPlace::BetweenSubjects);
    EXPECT_EQ(carried.findings[0].place, LeakPlace::BetweenClasses);
    EXPECT_EQ(std::pair(carried.findings[1].first, carried.findings[1].second), std::pair(3, 8));
    EXPECT_EQ(carried.findings[1].similarity, leaks.findings[1].similarity);
}

TEST_F(LeaksTest, CellsAreCountedOnIntoTheExternalTest) {
    EXPECT_EQ(&cellAt(m_dataset, 7), &m_dataset.cells[7]);
    EXPECT_EQ(&cellAt(m_dataset, 8), &m_dataset.external[0]);
    EXPECT_THROW(cellAt(m_dataset, 10), std::out_of_range);
    EXPECT_THROW(cellAt(m_dataset, -1), std::out_of_range);
}

class LeaksAcross : public LeaksTest {
protected:
    static Leak leak(int first, int second) { return {LeakKind::Near, LeakPlace::WithinClass, first, second, 0.95, {}}; }

    std::vector<LeakAcross> across(std::vector<Leak> findings) { return leaksAcross(m_dataset, m_split, {std::move(findings)}); }

    Split m_split{Protocol::Patient, 1, {{{0, 1, 4}, {2, 6}, {3, 5, 7}}, {{2, 3, 6, 7}, {}, {0, 1, 4, 5}}}};
};

TEST_F(LeaksAcross, OnlyWhatAFoldDividesIsFound) {
    const auto found = across({leak(0, 1), leak(2, 3), leak(4, 6)});
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].fold, 0);
    EXPECT_EQ(found[0].finding, 1);
    EXPECT_EQ(found[0].firstPart, dataset::Part::Validation);
    EXPECT_EQ(found[0].secondPart, dataset::Part::Test);
    EXPECT_TRUE(found[0].spoilsTest());
    EXPECT_EQ(found[1].finding, 2);
    EXPECT_EQ(found[1].firstPart, dataset::Part::Train);
    EXPECT_EQ(found[1].secondPart, dataset::Part::Validation);
    EXPECT_FALSE(found[1].spoilsTest());
    EXPECT_EQ(found[2].fold, 1);
    EXPECT_EQ(found[2].finding, 2);
    EXPECT_EQ(found[2].firstPart, dataset::Part::Test);
    EXPECT_TRUE(found[2].spoilsTest());
}

TEST_F(LeaksAcross, TheExternalTestIsAPartOfEveryFoldOfTheProtocolThatTestsIt) {
    EXPECT_TRUE(across({leak(0, 8)}).empty()) << "by patient it is not tested";
    m_split.protocol = Protocol::Official;
    const auto found = across({leak(5, 8)});
    ASSERT_EQ(found.size(), 2u);
    for (const auto& each : found) {
        EXPECT_EQ(each.firstPart, dataset::Part::Test);
        EXPECT_EQ(each.secondPart, dataset::Part::External);
        EXPECT_FALSE(each.spoilsTest());  // both are tests
    }
    EXPECT_TRUE(across({leak(0, 8)})[0].spoilsTest());
    EXPECT_TRUE(across({leak(8, 9)}).empty());
}

TEST_F(LeaksAcross, ACellInNoPartStillLinksTheOthers) {
    m_split.folds = {{{0}, {}, {3}}};
    const auto found = across({leak(0, 2), leak(2, 3)});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].finding, -1);
    EXPECT_EQ(std::pair(found[0].first, found[0].second), std::pair(0, 3));
    EXPECT_EQ(found[0].firstPart, dataset::Part::Train);
    EXPECT_EQ(found[0].secondPart, dataset::Part::Test);
}

TEST_F(LeaksAcross, UnderThePaperValidationIsTheTestItself) {
    m_split = {Protocol::Paper, 1, {{{0, 1, 2, 4, 6}, {3, 5, 7}, {3, 5, 7}}}};
    EXPECT_TRUE(across({leak(3, 5)}).empty());
    const auto found = across({leak(2, 3)});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].secondPart, dataset::Part::Test);
}

TEST_F(LeaksAcross, ASplitOfOtherDataThrows) {
    m_split.folds[0].test.push_back(99);
    EXPECT_THROW(across({leak(0, 1)}), std::out_of_range);
}

}  // namespace
}  // namespace leukolens::dataset
