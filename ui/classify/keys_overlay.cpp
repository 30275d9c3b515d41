#include "ui/classify/keys_overlay.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/classify/review_keys.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

KeysOverlay::KeysOverlay(QWidget* parent) : QFrame(parent) {
    setObjectName("keysOverlay");
    setProperty("card", true);
    setAccessibleName(tr("Keys"));
    new QVBoxLayout(this);
    hide();
}

void KeysOverlay::fill() {
    delete m_table;
    m_table = new QWidget(this);
    layout()->addWidget(m_table);
    auto* grid = new QGridLayout(m_table);
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(4);
    grid->addWidget(makeHeading(tr("Keys"), m_table), 0, 0, 1, 2);
    const auto addRow = [&](const QString& keys, const QString& text) {
        if (keys.isEmpty()) return;
        const int row = grid->rowCount();
        auto* keyLabel = new QLabel(keys, m_table);
        keyLabel->setFont(Theme::font(1.0, QFont::DemiBold));
        keyLabel->setProperty("keys", true);
        grid->addWidget(keyLabel, row, 0, Qt::AlignRight);
        grid->addWidget(new QLabel(text, m_table), row, 1);
    };
    for (const CardKey& key : cardKeys()) addRow(key.keys, key.text);
    for (const ReviewKey& key : reviewKeys())
        if (!key.text.isEmpty()) addRow(key.action == ReviewAction::ToClass ? QStringLiteral("1 … 9") : keysText(key), key.text);
}

void KeysOverlay::open() {
    fill();  // with the keys that are set by now
    adjustSize();
    const QRect room = parentWidget()->rect();
    resize(size().boundedTo(room.size()));
    move(room.center() - rect().center());
    raise();
    show();
}

}  // namespace leukolens::ui
