#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/dataset/labelled_files.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;

struct Case {
    std::string what;
    std::vector<std::string> files;  ///< below the root
    std::string layout;
    std::vector<std::string> classes;
    std::set<std::string> subjects;
    std::vector<std::string> problems;  ///< their codes
    std::string said;                   ///< a part of howRead
};

/// a/{x,y}/1.png… for every pair.
std::vector<std::string> crossed(const std::vector<std::string>& first, const std::vector<std::string>& second) {
    std::vector<std::string> files;
    for (const auto& a : first) {
        for (const auto& b : second) files.push_back(a + "/" + b + "/1.png");
    }
    return files;
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::vector<std::string> below(const std::string& folder, std::vector<std::string> files) {
    for (auto& file : files) file = folder + "/" + file;
    return files;
}

const std::vector<std::string> kPlain{"blast/1.png", "blast/2.png", "normal/1.png"};
const std::vector<std::string> kPatients{"p01", "p02", "p03", "p04", "p05"};

const std::vector<Case> kCases{
    {"plain class folders", kPlain, "class-folders", {"blast", "normal"}, {}, {}, "Class folders; subjects are not known."},
    {"names in three scripts", {"бласт/1.png", "淋巴细胞/1.png", "Gesundß/1.png"}, "class-folders", {"Gesundß", "бласт", "淋巴细胞"}, {}, {}, ""},
    {"nested without meaning", {"blast/old/1.png", "blast/2.png", "normal/deep/er/1.png"}, "class-folders", {"blast", "normal"}, {}, {}, "lie directly in a class folder"},
    {"wrapped twice", below("data/images", kPlain), "class-folders", {"blast", "normal"}, {}, {}, ""},
    {"wrapped, a picture above", below("data", kPlain) + std::vector<std::string>{"overview.png"}, "class-folders", {"blast", "normal"}, {}, {"unlabelled"}, ""},
    {"a picture beside the classes", kPlain + std::vector<std::string>{"overview.png"}, "class-folders", {"blast", "normal"}, {}, {"unlabelled"}, ""},
    {"one class with a folder in it is no wrapper", {"blast/1.png", "blast/a/1.png", "blast/b/1.png"}, "class-folders", {"blast"}, {}, {}, ""},

    {"class/subject", {"blast/p01/1.png", "blast/p02/1.png", "normal/p03/1.png", "normal/p04/1.png"}, "class-subject-folders", {"blast", "normal"}, {"p01", "p02", "p03", "p04"}, {}, "class/subject"},
    {"class/subject in a wrapper, deeper below", below("cells", {"blast/p01/a/1.png", "blast/p02/1.png", "normal/p03/b/c/1.png"}), "class-subject-folders", {"blast", "normal"}, {"p01", "p02", "p03"}, {}, ""},
    {"class/subject, everyone in both classes", crossed({"blast", "normal"}, kPatients), "class-subject-folders", {"blast", "normal"}, {"p01", "p02", "p03", "p04", "p05"}, {}, ""},
    {"class/subject where classes are numbers", crossed({"0"}, {"p1", "p2"}) + crossed({"1"}, {"p3", "p4"}), "class-subject-folders", {"0", "1"}, {"p1", "p2", "p3", "p4"}, {}, ""},
    {"class/subject in other scripts", {"бласт/患者1/1.png", "бласт/患者2/1.png", "норма/患者3/1.png"}, "class-subject-folders", {"бласт", "норма"}, {"患者1", "患者2", "患者3"}, {}, ""},
    {"one stray picture makes it uncertain", {"blast/p01/1.png", "blast/p02/1.png", "normal/p03/1.png", "normal/1.png"}, "class-folders", {"blast", "normal"}, {}, {}, "lie directly in a class folder"},
    {"subtypes are no subjects", {"neutrophil/banded/1.png", "neutrophil/segmented/1.png", "lymphocyte/small/1.png", "lymphocyte/large/1.png"}, "class-folders", {"lymphocyte", "neutrophil"}, {}, {}, "not certain"},
    {"batches are no subjects", {"blast/batch1/1.png", "blast/batch2/1.png", "normal/batch3/1.png"}, "class-folders", {"blast", "normal"}, {}, {}, "not certain"},
    {"years are no subjects", crossed({"blast", "normal"}, {"2019", "2020", "2021"}), "class-folders", {"blast", "normal"}, {}, {}, "not certain"},
    {"magnifications are no subjects", crossed({"blast", "normal"}, {"10x", "40x", "100x"}), "class-folders", {"blast", "normal"}, {}, {}, "not certain"},
    {"one folder in each class", crossed({"blast", "normal"}, {"images"}), "class-folders", {"blast", "normal"}, {}, {}, ""},
    {"as many subjects as classes", crossed({"blast", "normal"}, {"p1", "p2"}), "class-folders", {"blast", "normal"}, {}, {}, "not certain"},

    {"subject/class", crossed(kPatients, {"blast", "normal"}), "subject-class-folders", {"blast", "normal"}, {"p01", "p02", "p03", "p04", "p05"}, {}, "subject/class"},
    {"subject/class, some with one class", crossed({"p01", "p02", "p03"}, {"blast"}) + crossed({"p04", "p05"}, {"normal"}), "subject-class-folders", {"blast", "normal"}, {"p01", "p02", "p03", "p04", "p05"}, {}, ""},
    {"subject/class, pseudonyms without numbers", crossed({"Anna", "Bert", "Cora"}, {"blast", "normal"}), "subject-class-folders", {"blast", "normal"}, {"Anna", "Bert", "Cora"}, {}, ""},
    {"subject/class where classes are numbers", crossed(kPatients, {"0", "1"}), "subject-class-folders", {"0", "1"}, {"p01", "p02", "p03", "p04", "p05"}, {}, ""},
    {"many classes with numbered fields", crossed({"basophil", "blast", "monocyte", "platelet"}, {"1", "2"}), "class-folders", {"basophil", "blast", "monocyte", "platelet"}, {}, {}, "not certain"},
    {"subtypes of several patients' classes", crossed({"a b", "c d", "e f"}, {"x y", "z"}), "class-folders", {"a b", "c d", "e f"}, {}, {}, "not certain"},

    {"parts", below("train", kPlain) + below("test", kPlain), "class-folders", {"blast", "normal"}, {}, {"merged_parts"}, "parts of one set"},
    {"parts, wrapped, a picture beside them", below("set/training_data", kPlain) + below("set/val", kPlain) + std::vector<std::string>{"a.png"}, "class-folders", {"blast", "normal"}, {}, {"unlabelled", "merged_parts"}, ""},
    {"a part without classes", below("train", kPlain) + std::vector<std::string>{"test/1.png"}, "class-folders", {"blast", "normal"}, {}, {"unlabelled", "merged_parts"}, ""},
    {"parts in each class", crossed({"blast", "normal"}, {"train", "test", "val"}), "class-folders", {"blast", "normal"}, {}, {"merged_parts"}, ""},
    {"folds of patients", crossed({"fold1/blast"}, {"p1", "p2"}) + crossed({"fold2/normal"}, {"p3"}), "class-subject-folders", {"blast", "normal"}, {"p1", "p2", "p3"}, {"merged_parts"}, ""},
    {"a class called test among others is a class", crossed({"blast", "normal", "test"}, {"images"}), "class-folders", {"blast", "normal", "test"}, {}, {}, ""},
    {"one part is a wrapper", below("train", kPlain), "class-folders", {"blast", "normal"}, {}, {}, ""},

    {"ALL-IDB2", {"Im001_1.tif", "Im002_1.tif", "Im131_0.tif"}, "all-idb2", {"blast", "not-blast"}, {}, {}, "ALL-IDB2"},
    {"ALL-IDB2 in folders", below("ALL_IDB2/img", {"Im001_1.tif", "Im131_0.tif"}), "all-idb2", {"blast", "not-blast"}, {}, {}, ""},
    {"ALL-IDB2 in parts", {"train/Im001_1.tif", "test/Im131_0.tif"}, "all-idb2", {"blast", "not-blast"}, {}, {"merged_parts"}, ""},
    {"ALL-IDB2 with a stray name", {"Im001_1.tif", "Im131_0.tif", "logo.png"}, "all-idb2", {"blast", "not-blast"}, {}, {"unknown_file_name"}, ""},
    {"class folders of ALL-IDB2 names", {"a/Im001_1.tif", "b/Im131_0.tif"}, "class-folders", {"a", "b"}, {}, {}, ""},
};

TEST(ClassFolders, AreReadByTheirRules) {
    for (const Case& wanted : kCases) {
        SCOPED_TRACE(wanted.what);
        std::vector<fs::path> files;
        for (const auto& file : wanted.files) files.push_back(fs::path("root") / file);
        std::sort(files.begin(), files.end());
        const LabelledFiles labelled = labelByFolder("root", files, FolderOrder::Detect);
        EXPECT_EQ(labelled.layout, wanted.layout);
        EXPECT_EQ(labelled.classes, wanted.classes);
        std::set<std::string> subjects;
        for (const LabelledFile& file : labelled.files) {
            if (!file.subject.empty()) subjects.insert(file.subject);
        }
        EXPECT_EQ(subjects, wanted.subjects);
        std::vector<std::string> codes;
        for (const Problem& problem : labelled.problems) codes.push_back(problem.code);
        EXPECT_EQ(codes, wanted.problems);
        EXPECT_NE(labelled.howRead.find(wanted.said), std::string::npos) << labelled.howRead;
        EXPECT_TRUE(labelled.howRead.ends_with('.'));
    }
}

TEST(ClassFolders, APersonsWordGoesBeforeTheRules) {
    std::vector<fs::path> files{"root/a/x/1.png", "root/b/y/1.png", "root/b/2.png"};
    const auto subjectsIn = [&](FolderOrder order) {
        std::map<std::string, std::string> found;
        const LabelledFiles labelled = labelByFolder("root", files, order);
        for (const LabelledFile& file : labelled.files) found[file.path.lexically_relative("root").string()] = file.label + "|" + file.subject;
        for (const Problem& problem : labelled.problems) found[problem.code] = "";
        return found;
    };
    using Found = std::map<std::string, std::string>;
    EXPECT_EQ(subjectsIn(FolderOrder::Class), (Found{{"a/x/1.png", "a|"}, {"b/y/1.png", "b|"}, {"b/2.png", "b|"}}));
    EXPECT_EQ(subjectsIn(FolderOrder::ClassSubject), (Found{{"a/x/1.png", "a|x"}, {"b/y/1.png", "b|y"}, {"b/2.png", "b|"}, {"no_subject", ""}}));
    EXPECT_EQ(subjectsIn(FolderOrder::SubjectClass), (Found{{"a/x/1.png", "x|a"}, {"b/y/1.png", "y|b"}, {"unlabelled", ""}}));
}

TEST(ClassFolders, ImagesInPartsAloneHaveNoClass) {
    EXPECT_TRUE(labelByFolder("root", {"root/test/2.png", "root/train/1.png"}, FolderOrder::Detect).files.empty());
    EXPECT_TRUE(labelByFolder("root", {}, FolderOrder::Detect).files.empty());
}

}  // namespace
}  // namespace leukolens::dataset
