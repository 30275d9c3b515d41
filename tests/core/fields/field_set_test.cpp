#include "core/fields/field_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <numeric>

#include "tests/core/fields/drawn_fields.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

using test::TempFolder;

Result<FieldSet> read(const std::filesystem::path& folder) {
    NoProgress progress;
    return readFields(folder, progress, {});
}

std::vector<std::string> codesOf(const FieldSet& set) {
    std::vector<std::string> codes;
    for (const auto& problem : set.problems) codes.push_back(problem.code);
    std::ranges::sort(codes);
    return codes;
}

TEST(FieldSet, ReadsPascalVocsLayout) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 3);
    const auto set = read(folder.path());
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_TRUE(set->problems.empty());
    EXPECT_EQ(set->classes, (std::vector<std::string>{"large", "small"}));
    ASSERT_EQ(set->fields.size(), 3u);
    EXPECT_EQ(set->fields[1].name, "JPEGImages/field-1.png");
    ASSERT_EQ(set->fields[1].boxes.size(), 2u);
    EXPECT_EQ(set->fields[1].boxes[1].classIndex, 1);
    EXPECT_NEAR(set->fields[1].boxes[1].box.right - set->fields[1].boxes[1].box.left, 28, 0.01);
    EXPECT_EQ(set->boxesOfClass(std::vector{0, 2}), (std::vector{2, 2}));
}

TEST(FieldSet, ReadsXmlBesideThePicture) {
    const TempFolder folder;
    auto picture = test::emptyField(128, 112);
    const auto objects = test::drawDisc(picture, 50, 50, 20, 90, "cell");
    ASSERT_TRUE(writeFileAtomically(folder / "один ä.png", image::encodePng(picture).value()));
    ASSERT_TRUE(writeFileAtomically(folder / "один ä.xml", "<annotation>" + objects + "</annotation>"));
    const auto set = read(folder.path());
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(set->fields.size(), 1u);
}

TEST(FieldSet, AnXmlFileHasOnePicture) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 2);
    // As VOC and labelme2voc lay them out: masks, and photographs with the boxes drawn in, of the same names and sizes.
    for (const char* other : {"AnnotationsVisualization", "SegmentationClass"}) {
        ASSERT_TRUE(createFolder(folder / other));
        for (const char* name : {"field-0.png", "field-1.png"}) {
            auto picture = test::emptyField(128, 112);
            picture.rgb[0] = static_cast<std::uint8_t>(other[0] + name[6]);
            ASSERT_TRUE(writeFileAtomically(folder / other / name, image::encodePng(picture).value()));
        }
    }
    const auto set = read(folder.path());
    ASSERT_TRUE(set);
    ASSERT_EQ(set->fields.size(), 2u);
    EXPECT_EQ(set->fields[0].name, "JPEGImages/field-0.png");
    EXPECT_EQ(codesOf(*set), (std::vector<std::string>(4, "boxes_taken")));
}

TEST(FieldSet, TellsWhatItLeavesOut) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 2);
    const auto pictures = folder / "JPEGImages", boxes = folder / "Annotations";
    std::filesystem::copy_file(pictures / "field-0.png", pictures / "copy.png");
    std::filesystem::copy_file(boxes / "field-0.xml", boxes / "copy.xml");
    ASSERT_TRUE(writeFileAtomically(pictures / "bare.png", image::encodePng(test::emptyField(100, 100)).value()));
    ASSERT_TRUE(writeFileAtomically(pictures / "torn.png", std::string_view("\x89PNG\r\n\x1a\n...")));
    ASSERT_TRUE(writeFileAtomically(boxes / "torn.xml", std::string_view("<annotation/>")));
    ASSERT_TRUE(writeFileAtomically(pictures / "wrong.png", image::encodePng(test::emptyField(101, 100)).value()));
    ASSERT_TRUE(writeFileAtomically(boxes / "wrong.xml", std::string_view("<annotation")));
    ASSERT_TRUE(writeFileAtomically(pictures / "other.png", image::encodePng(test::emptyField(102, 100)).value()));
    ASSERT_TRUE(writeFileAtomically(boxes / "other.xml", std::string_view("<annotation><size><width>640</width><height>480</height></size></annotation>")));
    const auto outside = "<annotation><object><name>large</name><bndbox><xmin>500</xmin><ymin>1</ymin><xmax>520</xmax><ymax>9</ymax></bndbox></object></annotation>";
    ASSERT_TRUE(writeFileAtomically(pictures / "outside.png", image::encodePng(test::emptyField(103, 100)).value()));
    ASSERT_TRUE(writeFileAtomically(boxes / "outside.xml", std::string_view(outside)));
    const auto set = read(folder.path());
    ASSERT_TRUE(set);
    EXPECT_EQ(codesOf(*set), (std::vector<std::string>{"damaged_image", "duplicate", "no_boxes_file", "other_size", "outside", "read_failed"}));
    // The field whose box lies outside is a field without boxes.
    EXPECT_EQ(set->fields.size(), 3u);
}

TEST(FieldSet, CutsBoxesAtThePicturesBorder) {
    const TempFolder folder;
    test::writeField(folder.path(), "f", test::emptyField(120, 100), "<object><name>c</name><bndbox><xmin>-3</xmin><ymin>90</ymin><xmax>20</xmax><ymax>101</ymax></bndbox></object>");
    const auto set = read(folder.path());
    ASSERT_TRUE(set);
    EXPECT_EQ(set->fields[0].boxes[0].box, (detection::Box{0, 90, 20, 100}));
}

TEST(FieldSet, NeedsFieldsWithBoxes) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.png", image::encodePng(test::emptyField(100, 100)).value()));
    const auto set = read(folder.path());
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ErrorCode::EmptyDataset);
    EXPECT_NE(set.error().message().find("Annotations"), std::string::npos);
}

TEST(FieldSet, ItsChecksumKnowsEveryBox) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 2);
    auto set = *read(folder.path());
    const auto before = set.sha256();
    EXPECT_EQ(read(folder.path())->sha256(), before);
    set.fields[1].boxes[0].box.left += 1;
    EXPECT_NE(set.sha256(), before);
}

TEST(FieldSet, ItsChecksumIsTheSameInEveryLocale) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 1);
    const auto set = *read(folder.path());
    const auto plain = set.sha256();
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const bool there = std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr;
    const auto german = set.sha256();
    std::setlocale(LC_ALL, before.c_str());
    if (!there) GTEST_SKIP() << "this machine has no locale that writes commas";
    EXPECT_EQ(german, plain);
}

TEST(FieldSet, DrawsTheSameTestPartForASeed) {
    const auto part = drawnTestPart(264, 0.2, 1);
    EXPECT_EQ(part.size(), 53u);
    EXPECT_TRUE(std::ranges::is_sorted(part));
    EXPECT_EQ(part, drawnTestPart(264, 0.2, 1));
    EXPECT_NE(part, drawnTestPart(264, 0.2, 2));
    EXPECT_TRUE(drawnTestPart(10, 0, 1).empty());
    EXPECT_EQ(drawnTestPart(2, 0.9, 1).size(), 1u);
}

TEST(FieldSet, ShowsFieldsByTheirShorterSide) {
    EXPECT_EQ(shownSize(640, 480, 480).width, 640);
    const auto halved = shownSize(1280, 960, 480);
    EXPECT_EQ(halved.height, 480);
    EXPECT_DOUBLE_EQ(halved.scaleX, 0.5);
    // A strip is not blown up beyond 5/3.
    EXPECT_EQ(shownSize(1600, 200, 480).width, 800);
    const auto back = inFieldPixels({{{10, 20, 30, 40}, 0, 1}}, halved);
    EXPECT_EQ(back[0].box, (detection::Box{20, 40, 60, 80}));
}

TEST(FieldSet, ScalesBoxesWithTheirPicture) {
    const TempFolder folder;
    test::writeDrawnFields(folder.path(), 1);
    const auto set = *read(folder.path());
    const auto shown = showField(set.fields[0], 224);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->picture.height, 224);
    EXPECT_NEAR(shown->boxes[0].box.left, 2 * set.fields[0].boxes[0].box.left, 1e-3);
}

TEST(FieldSet, ReadsBccd) {
    LEUKOLENS_NEEDS_SHARED(folder, "bccd");
    const auto set = read(folder);
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(set->classes, (std::vector<std::string>{"Platelets", "RBC", "WBC"}));
    EXPECT_EQ(set->fields.size(), 264u);
    std::vector<int> all(set->fields.size());
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(set->boxesOfClass(all), (std::vector{270, 2995, 271}));
}

}  // namespace
}  // namespace leukolens::fields
