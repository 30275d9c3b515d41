#include "ui/shell/settings_import_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr QSize kBestSize(760, 480);
constexpr double kShareOfScreen = 0.9;

}  // namespace

SettingsImportDialog::SettingsImportDialog(const SettingsImport& found, QWidget* parent) : QDialog(parent) {
    setObjectName("settingsImportDialog");
    help::setPlace(this, "settings#take-settings-to-another-computer");
    setWindowTitle(tr("Import settings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    layout->setSpacing(Theme::kSpacingPx);
    const int changes = static_cast<int>(found.changes.size());
    auto* head = makeHeading(changes > 0 ? tr("%Ln setting(s) will change", "", changes) : tr("Nothing will change"), this);
    head->setObjectName("importChanges");
    layout->addWidget(head);
    if (found.same > 0) layout->addWidget(makeMuted(tr("%Ln setting(s) of the file are the same here.", "", found.same), this));
    if (changes > 0) {
        auto* table = new QTableWidget(changes, 3, this);
        table->setObjectName("importTable");
        table->setAccessibleName(tr("What will change"));
        table->setHorizontalHeaderLabels({tr("Setting"), tr("Now"), tr("Then")});
        styleTable(*table);
        table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        table->setTabKeyNavigation(false);
        for (int row = 0; row < changes; ++row) {
            const SettingChange& change = found.changes[static_cast<std::size_t>(row)];
            for (int column = 0; const QString& text : {change.label, change.now, change.then}) {
                auto* item = new QTableWidgetItem(text);
                item->setToolTip(text);
                table->setItem(row, column++, item);
            }
        }
        table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
        layout->addWidget(table, 2);
    }
    if (!found.refused.isEmpty()) {
        auto* refusedHead = makeHeading(tr("%Ln entry(s) of the file cannot be taken over", "", static_cast<int>(found.refused.size())), this);
        layout->addWidget(refusedHead);
        auto* list = new QPlainTextEdit(found.refused.join('\n'), this);
        list->setObjectName("importRefused");
        list->setAccessibleName(tr("What cannot be taken over"));
        list->setReadOnly(true);
        list->setTabChangesFocus(true);
        layout->addWidget(list, 1);
    }
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* apply = buttons->addButton(found.refused.isEmpty() ? tr("Apply") : tr("Apply the rest"), QDialogButtonBox::AcceptRole);
    apply->setObjectName("importApply");
    apply->setEnabled(changes > 0);
    makePrimary(apply);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole)->setObjectName("importCancel");
    layout->addStretch(0);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(kBestSize.boundedTo(screen()->availableSize() * kShareOfScreen));
}

}  // namespace leukolens::ui
