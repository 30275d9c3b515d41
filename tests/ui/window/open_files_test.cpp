#include "ui/window/open_files.h"

#include <QStringList>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {
namespace {

class OpenFiles : public testing::Test {
protected:
    OpenFiles() {
        QObject::connect(&context, &AppContext::addModelsRequested, &context, [this](const QStringList& files) { models += files; });
        QObject::connect(&context, &AppContext::importCaseRequested, &context, [this](const QString& file) { cases << file; });
        QObject::connect(&context, &AppContext::openSlidesRequested, &context, [this](const QStringList& files) { slides += files; });
        QObject::connect(&context, &AppContext::classifyRequested, &context, [this](const QStringList& files) { pictures += files; });
    }
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    QStringList models, cases, slides, pictures;
};

TEST_F(OpenFiles, EachGoesWhereItBelongs) {
    openFiles(context, {"/a/best.leukomodel", "/a/Ana.LEUKOCASE", "/a/smear.svs", "/a/cell.bmp", "/a/folder", "/a/weights.pth", "/a/cells.zip", "/a/field.tif"});
    EXPECT_EQ(models, QStringList({"/a/best.leukomodel", "/a/weights.pth"}));
    EXPECT_EQ(cases, QStringList({"/a/Ana.LEUKOCASE"}));
    EXPECT_EQ(slides, QStringList({"/a/smear.svs"}));
    EXPECT_EQ(pictures, QStringList({"/a/cell.bmp", "/a/folder", "/a/cells.zip", "/a/field.tif"}));
}

TEST_F(OpenFiles, NothingIsAskedForWhereThereIsNothing) {
    openFiles(context, {"/a/best.leukomodel"});
    EXPECT_TRUE(cases.isEmpty() && slides.isEmpty() && pictures.isEmpty());
}

}  // namespace
}  // namespace leukolens::ui
