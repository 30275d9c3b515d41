#include "ui/shell/dialogs.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include <optional>

namespace leukolens::ui::dialogs {
namespace {

std::optional<TestHook>& hook() {
    static std::optional<TestHook> current;
    return current;
}

QString hookedPath(const QString& caption) {
    return hook()->path ? hook()->path(caption) : QString();
}

}  // namespace

bool confirm(QWidget* parent, const QString& title, const QString& text, const QString& acceptLabel) {
    if (hook()) return hook()->confirm && hook()->confirm(text);
    QMessageBox box(parent);
    box.setObjectName("confirmBox");
    box.setIcon(QMessageBox::Question);
    box.setWindowTitle(title);
    box.setText(title);
    box.setInformativeText(text);
    QPushButton* accept = box.addButton(acceptLabel, QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(cancel);
    box.exec();
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
    if (box.exec() != QDialog::Accepted) return std::nullopt;
    return box.intValue();
}

std::optional<QString> askText(QWidget* parent, const QString& title, const QString& text, const QStringList& suggestions, const QString& acceptLabel) {
    if (hook()) return hook()->text ? hook()->text(title) : std::nullopt;
    QInputDialog box(parent);
    box.setObjectName("textBox");
    box.setWindowTitle(title);
    box.setLabelText(text);
    box.setComboBoxItems(suggestions);
    box.setComboBoxEditable(true);
    box.setOkButtonText(acceptLabel);
    if (box.exec() != QDialog::Accepted || box.textValue().trimmed().isEmpty()) return std::nullopt;
    return box.textValue().trimmed();
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

QString saveFile(QWidget* parent, const QString& caption, const QString& start, const QString& filter) {
    if (hook()) return hookedPath(caption);
    return QFileDialog::getSaveFileName(parent, caption, start, filter);
}

void setTestHook(TestHook value) {
    hook() = std::move(value);
}
void clearTestHook() {
    hook().reset();
}

}  // namespace leukolens::ui::dialogs
