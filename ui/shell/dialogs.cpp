#include "ui/shell/dialogs.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QEventLoop>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QVBoxLayout>

#include <optional>

#include "ui/shell/theme.h"

namespace leukolens::ui::dialogs {
namespace {

constexpr int kTextBoxWidthPx = 420;

struct Dialogs {
    Q_DECLARE_TR_FUNCTIONS(Dialogs)
};

std::optional<TestHook>& hook() {
    static std::optional<TestHook> current;
    return current;
}

QString hookedPath(const QString& caption) {
    return hook()->path ? hook()->path(caption) : QString();
}

}  // namespace

int run(QDialog& dialog) {
    dialog.setWindowModality(Qt::ApplicationModal);
    QEventLoop answered;
    QObject::connect(&dialog, &QDialog::finished, &answered, &QEventLoop::quit);
    dialog.show();
    answered.exec(QEventLoop::DialogExec);
    return dialog.result();
}

void bringToFront(QWidget& window) {
    if (!window.isVisible() && window.parentWidget()) {
        QRect place(QPoint(), window.size());
        place.moveCenter(window.parentWidget()->window()->geometry().center());
        window.move(place.topLeft());
    }
    window.show();
    window.raise();
    window.activateWindow();
}

bool confirm(QWidget* parent, const QString& title, const QString& text, const QString& acceptLabel) {
    if (hook()) return hook()->confirm && hook()->confirm(text);
    QMessageBox box(parent);
    box.setObjectName("confirmBox");
    constexpr int kIconPx = 32;
    box.setIconPixmap(Theme::icon("help", Theme::accent()).pixmap(kIconPx, kIconPx));
    box.setWindowTitle(title);
    box.setText(title);
    box.setInformativeText(text);
    QPushButton* accept = box.addButton(acceptLabel, QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(Dialogs::tr("Cancel"), QMessageBox::RejectRole);
    box.setEscapeButton(cancel);
    box.setDefaultButton(cancel);
    run(box);
    return box.clickedButton() == accept;
}

std::optional<int> askNumber(QWidget* parent, const QString& title, const QString& text, int value, int low, int high, const QString& acceptLabel) {
    if (hook()) return hook()->number ? hook()->number(text) : std::nullopt;
    QInputDialog box(parent);
    box.setObjectName("numberBox");
    box.setInputMode(QInputDialog::IntInput);
    box.setWindowTitle(title);
    box.setLabelText(text);
    box.setIntRange(low, high);
    box.setIntValue(value);
    box.setOkButtonText(acceptLabel);
    box.setCancelButtonText(Dialogs::tr("Cancel"));
    if (run(box) != QDialog::Accepted) return std::nullopt;
    return box.intValue();
}

std::optional<QString> askText(QWidget* parent, const QString& title, const QString& text, const QStringList& suggestions, const QString& acceptLabel, int least, int most) {
    if (hook()) return hook()->text ? hook()->text(title) : std::nullopt;
    QDialog box(parent);
    box.setObjectName("textBox");
    box.setWindowTitle(title);
    auto* column = new QVBoxLayout(&box);
    column->setSpacing(12);
    auto* words = new QLabel(text, &box);
    words->setWordWrap(true);
    words->setMinimumWidth(kTextBoxWidthPx);
    column->addWidget(words);
    auto* field = new QComboBox(&box);
    field->setObjectName("textField");
    field->setEditable(true);
    field->setAccessibleName(title);
    field->addItems(suggestions);
    words->setBuddy(field);
    column->addWidget(field);
    auto* buttons = new QDialogButtonBox(&box);
    QPushButton* accept = buttons->addButton(acceptLabel, QDialogButtonBox::AcceptRole);
    buttons->addButton(Dialogs::tr("Cancel"), QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    const auto isEnough = [field, least, most] {
        const auto characters = field->currentText().trimmed().toUcs4().size();
        return characters >= least && characters <= most;
    };
    const auto follow = [accept, isEnough] { accept->setEnabled(isEnough()); };
    QObject::connect(field, &QComboBox::editTextChanged, &box, follow);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &box, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &box, &QDialog::reject);
    follow();
    field->setFocus();
    field->lineEdit()->selectAll();
    if (run(box) != QDialog::Accepted || !isEnough()) return std::nullopt;
    return field->currentText().trimmed();
}

QString openFolder(QWidget* parent, const QString& caption, const QString& start) {
    if (hook()) return hookedPath(caption);
    return QFileDialog::getExistingDirectory(parent, caption, start);
}

QString openFile(QWidget* parent, const QString& caption, const QString& start, const QString& filter) {
    if (hook()) return hookedPath(caption);
    return QFileDialog::getOpenFileName(parent, caption, start, filter);
}

QStringList openFiles(QWidget* parent, const QString& caption, const QString& start, const QString& filter) {
    if (hook()) {
        const QString path = hookedPath(caption);
        return path.isEmpty() ? QStringList() : QStringList(path);
    }
    return QFileDialog::getOpenFileNames(parent, caption, start, filter);
}

QString saveFile(QWidget* parent, const QString& caption, const QString& start, const QString& filter, QString* chosenFilter) {
    if (hook()) {
        if (chosenFilter) *chosenFilter = hook()->filter;
        return hookedPath(caption);
    }
    return QFileDialog::getSaveFileName(parent, caption, start, filter, chosenFilter);
}

bool choosePrinter(QWidget* parent, QPrinter& printer) {
    if (hook()) return hook()->printer && hook()->printer(printer);
    QPrintDialog box(&printer, parent);
    box.setOption(QAbstractPrintDialog::PrintPageRange);
    return box.exec() == QDialog::Accepted;
}

void setTestHook(TestHook value) {
    hook() = std::move(value);
}
void clearTestHook() {
    hook().reset();
}

}  // namespace leukolens::ui::dialogs
