#include "ui/classify/keys_overlay.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/classify/review_keys.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

KeysOverlay::KeysOverlay(QWidget* parent) : QFrame(parent) {
    setObjectName("keysOverlay");
    setProperty("card", true);
    setAccessibleName(tr("Keys"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(24, 16, 24, 16);
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(4);
    grid->addWidget(makeHeading(tr("Keys"), this), 0, 0, 1, 2);
    const auto addRow = [&](const QString& keys, const QString& text) {
        const int row = grid->rowCount();
        auto* keyLabel = new QLabel(keys, this);
        keyLabel->setFont(Theme::font(1.0, QFont::DemiBold));
        keyLabel->setProperty("keys", true);
        grid->addWidget(keyLabel, row, 0, Qt::AlignRight);
        grid->addWidget(new QLabel(text, this), row, 1);
    };
    for (const CardKey& key : cardKeys()) addRow(key.keys, key.text);
    for (const ReviewKey& key : reviewKeys())
        if (!key.text.isEmpty()) addRow(key.action == ReviewAction::ToClass ? QStringLiteral("1 … 9") : keysText(key), key.text);
    hide();
}

void KeysOverlay::open() {
    adjustSize();
    const QRect room = parentWidget()->rect();
    resize(size().boundedTo(room.size()));
    move(room.center() - rect().center());
    raise();
    show();
}

}  // namespace leukolens::ui
