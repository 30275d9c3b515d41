#include "core/fields/voc_boxes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

Result<VocAnnotation> parsed(const std::string& xml) { return parseVocAnnotation({reinterpret_cast<const std::uint8_t*>(xml.data()), xml.size()}, "field.xml"); }

std::string object(const std::string& box, const std::string& name = "<name> WBC </name>") { return "<object>" + name + "<pose>Unspecified</pose><difficult>0</difficult><bndbox>" + box + "</bndbox></object>"; }

const std::string kBox = "<xmin>10</xmin><ymin>20.5</ymin><xmax>40</xmax><ymax>60</ymax>";

TEST(VocBoxes, ReadsWhatLabelImgWrites) {
    const auto read = parsed("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<annotation verified=\"yes\"><filename>f.jpg</filename><size><width>640</width><height>480</height><depth>3</depth></size>" + object(kBox) +
                             "<object><bndbox><ymax>9</ymax><xmax>8</xmax><ymin>1</ymin><xmin>2</xmin></bndbox><difficult>1</difficult><name>Blättchen &amp; Кровь</name><part><name>edge</name></part></object></annotation>");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->width, 640);
    EXPECT_EQ(read->height, 480);
    ASSERT_EQ(read->boxes.size(), 2u);
    EXPECT_EQ(read->boxes[0].name, "WBC");
    EXPECT_EQ(read->boxes[0].box, (detection::Box{10, 20.5f, 40, 60}));
    EXPECT_FALSE(read->boxes[0].difficult);
    EXPECT_EQ(read->boxes[1].name, "Blättchen & Кровь");
    EXPECT_EQ(read->boxes[1].box, (detection::Box{2, 1, 8, 9}));
    EXPECT_TRUE(read->boxes[1].difficult);
}

TEST(VocBoxes, AFieldMayHaveNoBoxes) {
    const auto read = parsed("<annotation><size/></annotation>");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->boxes.empty());
    EXPECT_EQ(read->width, 0);
}

TEST(VocBoxes, SayWhatIsWrongWithAFile) {
    std::string deep = "<annotation>", many = "<annotation>";
    for (int i = 0; i < 40; ++i) deep += "<a>";
    for (int i = 0; i < 20'001; ++i) many += object(kBox);
    const std::string laughs = "<!DOCTYPE annotation [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><annotation>&b;</annotation>";
    const struct {
        std::string xml, words;
    } cases[] = {
        {"", "no sound XML"},
        {"{\"boxes\": []}", "no sound XML"},
        {"<annotation>" + object(kBox), "no sound XML"},
        {"<html></html>", "'html'"},
        {"<annotation>" + object(kBox, "") + "</annotation>", "without a name"},
        {"<annotation>" + object("<xmin>1</xmin><ymin>1</ymin><xmax>9</xmax>") + "</annotation>", "without a whole box"},
        {"<annotation>" + object("<xmin>9</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax>") + "</annotation>", "without an area"},
        {"<annotation>" + object("<xmin>nan</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax>") + "</annotation>", "no number"},
        {"<annotation>" + object("<xmin>1e300</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax>") + "</annotation>", "no number"},
        {"<annotation>" + object("<xmin>1 2</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax>") + "</annotation>", "no number"},
        {"<annotation>" + object(kBox, "<name>" + std::string(2000, 'x') + "</name>") + "</annotation>", "longer than any name"},
        {deep, "nested deeper"},
        {many + "</annotation>", "more boxes"},
        {laughs, "document type"},
        {"<!DOCTYPE annotation SYSTEM \"file:///etc/passwd\"><annotation/>", "document type"},
    };
    for (const auto& [xml, words] : cases) {
        const auto read = parsed(xml);
        ASSERT_FALSE(read) << xml.substr(0, 80);
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed) << words;
        EXPECT_NE(read.error().message().find(words), std::string::npos) << read.error().message();
        EXPECT_NE(read.error().message().find("field.xml"), std::string::npos);
    }
}

TEST(VocBoxes, AreWrittenSoThatTheyAreReadBack) {
    const VocAnnotation boxes{640, 480, {{"Blättchen & <Кровь> \"x\" ]]>", {0, 1.25f, 639.3f, 1.0f / 3 + 2}, true}, {"red cell", {10, 20, 30, 40}, false}}};
    const auto xml = vocAnnotation(boxes, "field & 1.png");
    ASSERT_TRUE(xml) << xml.error().message();
    const auto back = parsed(*xml);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, boxes);
    EXPECT_EQ(*parsed(*vocAnnotation({}, "field.png")), VocAnnotation());
}

TEST(VocBoxes, AreNotWrittenWhereTheyCouldNotBeRead) {
    const detection::Box box{1, 2, 3, 4};
    for (const auto& wrong : std::vector<NamedBox>{{"", box}, {" WBC", box}, {"a\x01" "b", box}, {"a\rb", box}, {"\xff", box}, {std::string(1001, 'x'), box}, {"WBC", {3, 2, 3, 4}}, {"WBC", {1, 2, std::nanf(""), 4}}, {"WBC", {1, 2, 2e6f, 4}}}) {
        const auto refused = vocAnnotation({640, 480, {wrong}}, "field.png");
        ASSERT_FALSE(refused) << wrong.name;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(refused.error().file, "field.png");
    }
}

TEST(VocBoxes, RefuseAFileThatIsTooLarge) {
    const auto read = parsed("<annotation>" + std::string(9u << 20, ' ') + "</annotation>");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::TooLarge);
}

TEST(VocBoxes, SayThatAFileIsNotThere) {
    const test::TempFolder folder;
    const auto read = readVocAnnotation(folder / "none.xml");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::fields
