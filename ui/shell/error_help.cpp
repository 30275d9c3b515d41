#include "ui/shell/error_help.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/shell/help_request.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ErrorHelp::ErrorHelp(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_name = new QLabel(this);
    m_name->setObjectName("errorCode");
    m_name->setProperty("role", "muted");
    m_name->setFont(Theme::font(0.85));
    m_name->setToolTip(tr("Code of this kind of failure"));
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_name);
    m_more = new QPushButton(tr("Help"), this);
    m_more->setObjectName("errorHelp");
    m_more->setProperty("link", true);
    m_more->setToolTip(tr("What usually causes this, and what to do"));
    connect(m_more, &QPushButton::clicked, this, [this] { help::open(help::placeOf(m_code)); });
    row->addWidget(m_more);
    row->addStretch(1);
}

void ErrorHelp::setCode(ErrorCode code) {
    m_code = code;
    const std::string_view name = toString(code);
    m_name->setText(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    m_more->setVisible(help::isAvailable());  // else a button that does nothing
}

}  // namespace leukolens::ui
