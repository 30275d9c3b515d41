#include "ui/shell/about_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setObjectName("aboutDialog");
    help::setPlace(this, "index");
    setWindowTitle(tr("About Leukolens"));
    setMinimumWidth(480);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    layout->setSpacing(Theme::kMarginPx);
    auto* head = new QHBoxLayout;
    head->setSpacing(Theme::kMarginPx);
    auto* picture = new QLabel(this);
    picture->setPixmap(QIcon(":/icons/leukolens.svg").pixmap(64, 64));
    head->addWidget(picture, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(makeTitle("Leukolens", this));
    words->addWidget(makeMuted(tr("Version %1").arg(LEUKOLENS_VERSION), this));
    head->addLayout(words, 1);
    layout->addLayout(head);
    layout->addWidget(
        makeText(tr("Classifies images of white blood cells with an InceptionV3 network, lets people correct it, "
                    "and trains that network on labelled cells. Everything runs on this computer; no image "
                    "leaves it."),
                 this));
    QLabel* notice = makeText(researchUseNotice(), this);
    notice->setFont(Theme::font(1.0, QFont::DemiBold));
    layout->addWidget(notice);
    layout->addWidget(
        makeMuted(tr("Free software under the GNU General Public License, version 3 or later. It uses Qt, LibTorch, "
                     "OpenVINO, OpenCV, SOCI, SQLite, QCustomPlot, qpdf, libzip, spdlog, nlohmann/json, umappp and Eigen."),
                  this));
    layout->addStretch(1);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

}  // namespace leukolens::ui
