#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

SlideCell found(double x, double score = 0.9) { return {0, "/slides/Präparat ж.svs", x, 20, 30, 40, score, {}, {}}; }
SlideCell byHand(double x) { return {0, "/slides/Präparat ж.svs", x, 20, 30, 40, std::nullopt, {}, {}}; }

class CaseSlidesTest : public StoreTest {
protected:
    CaseId id = store->createCase("Ana").value();

    std::vector<AuditRow> trail() { return AuditTrail(*store).ofCase(id).value(); }
};

TEST_P(CaseSlidesTest, ComeBackAsTheyWereAdded) {
    std::vector cells = {found(10), byHand(200), found(300, 0.55)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    store = openStore(place);
    const auto read = store->slideCells(id);
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->size(), 3u);
    EXPECT_EQ((*read)[0].id, cells[0].id);
    EXPECT_EQ((*read)[0].slide, "/slides/Präparat ж.svs");
    EXPECT_EQ((*read)[0].x, 10);
    EXPECT_EQ((*read)[0].height, 40);
    EXPECT_EQ((*read)[0].score, 0.9);
    EXPECT_TRUE((*read)[1].byHand());
    EXPECT_EQ((*read)[2].score, 0.55);
    EXPECT_FALSE((*read)[2].removed());
    EXPECT_TRUE(store->slideCells(store->createCase("Bea").value())->empty()) << "each case has its own";
}

TEST_P(CaseSlidesTest, TheTrailCountsWhatWasFoundAndNamesWhatAPersonMarked) {
    std::vector cells = {found(10), byHand(200), found(300)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    const auto row = trail().back();
    EXPECT_EQ(row.action, "mark_slide_cells");
    const auto detail = nlohmann::json::parse(row.detail);
    EXPECT_EQ(detail.at("found").at("/slides/Präparat ж.svs"), 2);
    ASSERT_EQ(detail.at("byHand").size(), 1u);
    EXPECT_EQ(detail.at("byHand")[0].at("mark"), cells[1].id);
    EXPECT_EQ(detail.at("byHand")[0].at("box"), (nlohmann::json{200, 20, 30, 40}));
}

TEST_P(CaseSlidesTest, RemovingIsRecordedAndTakenBack) {
    std::vector cells = {found(10), found(20)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    ASSERT_TRUE(store->removeSlideCells(id, std::vector{cells[1].id}, Removal::TakenOut));
    EXPECT_FALSE((*store->slideCells(id))[0].removed());
    EXPECT_TRUE((*store->slideCells(id))[1].removed());
    EXPECT_EQ(trail().back().action, "remove_slide_cells");
    EXPECT_EQ(nlohmann::json::parse(trail().back().detail).at("marks")[0].at("box")[0], 20);
    ASSERT_TRUE(store->removeSlideCells(id, std::vector{cells[1].id}, Removal::None));
    EXPECT_FALSE((*store->slideCells(id))[1].removed());
    EXPECT_EQ(trail().back().action, "restore_slide_cells");
    ASSERT_TRUE(store->removeSlideCells(id, std::vector{cells[0].id}, Removal::Undone));
    EXPECT_EQ((*store->slideCells(id))[0].removal, Removal::Undone);
    EXPECT_EQ(trail().back().action, "undo_slide_cells");
}

TEST_P(CaseSlidesTest, PicturesAreRemembered) {
    std::vector cells = {found(10), found(20)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    ASSERT_TRUE(store->setSlidePictures(id, std::vector<std::pair<SlideCellId, std::string>>{{cells[0].id, "/kept/ab/slide x10 y20.png"}}));
    EXPECT_EQ((*store->slideCells(id))[0].picture, "/kept/ab/slide x10 y20.png");
    EXPECT_TRUE((*store->slideCells(id))[1].picture.empty());
}

TEST_P(CaseSlidesTest, ACellOfAnotherCaseChangesNothing) {
    std::vector cells = {found(10)}, others = {found(20)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    const CaseId other = store->createCase("Bea").value();
    ASSERT_TRUE(store->addSlideCells(other, others));
    const auto before = trail().size();
    EXPECT_EQ(store->removeSlideCells(id, std::vector{cells[0].id, others[0].id}, Removal::TakenOut).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(store->setSlidePictures(id, std::vector<std::pair<SlideCellId, std::string>>{{cells[0].id, "/a"}, {others[0].id, "/b"}}).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE((*store->slideCells(id))[0].removed());
    EXPECT_TRUE((*store->slideCells(id))[0].picture.empty());
    EXPECT_EQ(trail().size(), before);
}

TEST_P(CaseSlidesTest, WhatIsNoCellIsRefused) {
    auto nowhere = found(std::numeric_limits<double>::quiet_NaN()), farAway = found(1e300), flat = found(1), overrated = found(1, 1.5), unnamed = found(1);
    flat.width = 0;
    unnamed.slide.clear();
    for (const SlideCell& wrong : {nowhere, farAway, flat, overrated, unnamed}) {
        std::vector cells = {found(1), wrong};
        EXPECT_EQ(store->addSlideCells(id, cells).error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(cells[0].id, 0);
    }
    EXPECT_TRUE(store->slideCells(id)->empty());
}

TEST_P(CaseSlidesTest, AFileWithImpossiblePlacesIsRefused) {
    std::vector cells = {found(10)};
    ASSERT_TRUE(store->addSlideCells(id, cells));
    runRaw("UPDATE slide_cell SET x = 9e99");
    const auto read = store->slideCells(id);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::StoreFailed);
}

TEST_P(CaseSlidesTest, ASignedCaseIsLeftAlone) {
    auto cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    std::vector marks = {found(10)};
    ASSERT_TRUE(store->addSlideCells(id, marks));
    ASSERT_TRUE(signNow(*store, id));
    std::vector more = {found(20)};
    EXPECT_EQ(store->addSlideCells(id, more).error().code, ErrorCode::CaseSigned);
    EXPECT_EQ(store->removeSlideCells(id, std::vector{marks[0].id}, Removal::TakenOut).error().code, ErrorCode::CaseSigned);
    EXPECT_EQ(store->setSlidePictures(id, std::vector<std::pair<SlideCellId, std::string>>{{marks[0].id, "/a"}}).error().code, ErrorCode::CaseSigned);
    EXPECT_EQ(store->slideCells(id)->size(), 1u);
}

LEUKOLENS_ON_BOTH_DATABASES(CaseSlidesTest);

}  // namespace
}  // namespace leukolens::casebook::test
