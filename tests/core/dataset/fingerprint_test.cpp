#include "core/dataset/fingerprint.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace leukolens::dataset {
namespace {

Dataset two() {
    Dataset data;
    data.root = "/a";
    data.classes = {"all", "hem"};
    data.subjects = {"11", "H3"};
    data.cells = {{"/a/x.bmp", 0, 0, -1, "aa"}, {"/a/y.bmp", 1, 1, -1, "bb"}};
    return data;
}

TEST(Fingerprint, DoesNotDependOnPlaceOrOrder) {
    auto other = two();
    other.root = "/elsewhere";
    std::swap(other.cells[0], other.cells[1]);
    other.cells[0].path = "/elsewhere/z.bmp";
    EXPECT_EQ(fingerprint(other), fingerprint(two()));
    EXPECT_EQ(fingerprint(two()).size(), 64u);
}

TEST(Fingerprint, ChangesWithPictureClassAndSubject) {
    auto picture = two(), label = two(), subject = two(), unknown = two();
    picture.cells[0].sha256 = "ab";
    label.cells[0].classIndex = 1;
    subject.cells[0].subjectIndex = 1;
    unknown.cells[0].subjectIndex = -1;
    for (const auto& changed : {picture, label, subject, unknown}) EXPECT_NE(fingerprint(changed), fingerprint(two()));
}

}  // namespace
}  // namespace leukolens::dataset
