#include "ui/classify/model_banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/error_help.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ModelBanner::ModelBanner(QWidget* parent) : QFrame(parent) {
    setObjectName("modelBanner");
    m_icon = new QLabel(this);
    m_text = makeText({}, this);
    m_text->setObjectName("modelBannerText");
    m_text->setFont(Theme::font(1.0, QFont::DemiBold));
    m_detail = makeText({}, this);
    m_detail->setObjectName("modelBannerDetail");
    m_help = new ErrorHelp(this);
    m_choose = new QPushButton(tr("Choose model…"), this);
    m_choose->setObjectName("bannerChooseModel");
    Shortcuts::describe(m_choose, ShortcutId::Models, tr("Open the list of models"));
    m_choose->setProperty("primary", true);
    m_train = new QPushButton(tr("Train one"), this);
    m_train->setObjectName("bannerTrain");
    m_train->setToolTip(tr("Go to Train and make a model from labelled cells"));
    connect(m_choose, &QPushButton::clicked, this, &ModelBanner::chooseModelRequested);
    connect(m_train, &QPushButton::clicked, this, &ModelBanner::trainRequested);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_text);
    words->addWidget(m_detail);
    words->addWidget(m_help);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(12);
    row->addWidget(m_icon);
    row->addLayout(words, 1);
    row->addWidget(m_choose);
    row->addWidget(m_train);
    hide();
}

void ModelBanner::update(const ClassifySession& session) {
    const bool failed = session.modelState() == ClassifySession::ModelState::Failed;
    const bool none = session.modelState() == ClassifySession::ModelState::None;
    const qsizetype waiting = session.waiting().size();
    const bool drawn = session.modelState() == ClassifySession::ModelState::Ready && session.model()->card.training.demonstration;
    setVisible(failed || drawn || (none && waiting > 0));
    if (isHidden()) return;

    const QString waitingText = waiting == 1 ? tr("What you dropped waits. Choose a model or train one.")
                                             : tr("%1 files or folders wait. Choose a model or train one.").arg(waiting);
    const bool sample = drawn && session.modelIsLent();
    m_text->setText(failed   ? tr("The chosen model cannot be used.")
                    : sample ? tr("This is the sample case. Its model was trained on demonstration cells that the program drew.")
                    : drawn  ? tr("This model was trained on demonstration cells that the program drew.")
                             : waitingText);
    QStringList detail;
    if (sample)
        detail << (session.hasChosenModel() ? tr("It is used in this case only, and its answers about other pictures mean nothing. In your own cases your own model is used again.")
                                            : tr("It is used in this case only, and its answers about other pictures mean nothing. For your own cells choose a model, or train one."));
    else if (drawn) detail << tr("Its answers about other pictures mean nothing. Choose another model, or train one on real cells, before you classify them.");
    if (failed) {
        const Error& error = session.modelError();
        detail << errorDetail(error) << QString::fromStdString(toUtf8(error.file)) << errorAdvice(error);
        if (waiting > 0) detail << waitingText;
        detail.removeAll(QString());
        m_help->setCode(error.code);
    }
    m_detail->setText(detail.join('\n'));
    m_detail->setVisible(!detail.isEmpty());
    m_help->setVisible(failed);
    m_icon->setPixmap((failed  ? Theme::icon("error", Theme::failure())
                       : sample ? Theme::icon("sparkle", Theme::accent())
                       : drawn ? Theme::icon("warning", Theme::warning())
                               : Theme::icon("info", Theme::accent()))
                          .pixmap(20, 20));
    setProperty("message", failed ? "error" : drawn && !sample ? "warning" : "notice");
    style()->unpolish(this);
    style()->polish(this);
}

}  // namespace leukolens::ui
