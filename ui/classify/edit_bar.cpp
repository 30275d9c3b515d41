#include "ui/classify/edit_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QUndoGroup>
#include <QUndoStack>

#include "ui/classify/review_keys.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr int kUndoTextPx = 170;
}  // namespace

EditBar::EditBar(QUndoGroup& undo, QWidget* parent) : QWidget(parent), m_undo(undo) {
    setObjectName("editBar");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    QToolButton* images =
        addButton("barAddImages", "image-add", tr("Add images…"), tr("Add image files to this case"));
    QToolButton* folder = addButton("barAddFolder", "folder-open", tr("Add folder…"),
                                    tr("Add a folder of images to this case"));
    QToolButton* watch = addButton("barWatchFolder", "watch", tr("Watch folder…"), tr("Classify pictures as a camera program saves them into a folder"));
    m_undoButton = addButton("undo", "undo", {}, {});
    m_redoButton = addButton("redo", "redo", {}, {});
    QToolButton* next = addButton("nextUncertain", "question-cell", tr("Next to decide"),
                                  tr("Go to the next cell that nobody has decided, the uncertain ones first (Space or N)"));
    m_remove = addButton("removeCells", "trash", tr("Remove"), tr("Take the selected cells out of the case"));
    Shortcuts::describe(images, ShortcutId::AddImages, images->toolTip());
    Shortcuts::describe(folder, ShortcutId::AddFolder, folder->toolTip());
    Shortcuts::describe(m_remove, ShortcutId::RemoveCells, m_remove->toolTip());
    m_selected = new QLabel(this);
    m_selected->setObjectName("selectedCount");
    m_selected->setProperty("role", "muted");
    QToolButton* review = createReview();
    QToolButton* keys = addButton("showKeys", "help", tr("Keys"), tr("Show all keys (?)"));

    for (QToolButton* button : {images, folder, watch}) row->addWidget(button);
    row->addSpacing(Theme::kMarginPx);
    for (QToolButton* button : {next, m_remove, m_undoButton, m_redoButton}) row->addWidget(button);
    m_buttons = {keys, watch, m_redoButton, images, folder, m_remove, next, m_undoButton};
    row->addStretch(1);
    row->addWidget(m_selected);
    row->addSpacing(Theme::kSpacingPx);
    row->addWidget(review);
    row->addWidget(keys);

    connect(images, &QToolButton::clicked, this, &EditBar::addImagesRequested);
    connect(folder, &QToolButton::clicked, this, &EditBar::addFolderRequested);
    connect(watch, &QToolButton::clicked, this, &EditBar::watchFolderRequested);
    connect(m_undoButton, &QToolButton::clicked, this, &EditBar::undoRequested);
    connect(m_redoButton, &QToolButton::clicked, this, &EditBar::redoRequested);
    connect(keys, &QToolButton::clicked, this, &EditBar::keysRequested);
    connect(next, &QToolButton::clicked, this, &EditBar::nextUndecidedRequested);
    connect(m_remove, &QToolButton::clicked, this, &EditBar::removeRequested);
    connect(&m_undo, &QUndoGroup::indexChanged, this, &EditBar::showUndo);
    for (const ShortcutId id : {ShortcutId::Undo, ShortcutId::Redo}) Shortcuts::follow(this, id, [this] { showUndo(); });
    connect(&m_undo, &QUndoGroup::activeStackChanged, this, &EditBar::showUndo);
    connect(&m_undo, &QUndoGroup::undoTextChanged, this, &EditBar::showUndo);
    connect(&m_undo, &QUndoGroup::redoTextChanged, this, &EditBar::showUndo);
    setSelectedCount(0);
    showUndo();
}

QToolButton* EditBar::createReview() {
    QToolButton* review = addButton("review", "user", tr("Review"), tr("Blinded review, a second reader, and how well they agree"));
    review->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(review);
    menu->setToolTipsVisible(true);
    const auto add = [menu](const char* name, const QString& text, const QString& tip) {
        QAction* action = menu->addAction(text);
        action->setObjectName(name);
        action->setToolTip(tip);
        return action;
    };
    m_blinded = add("blinded", tr("Blinded"), tr("Hide the model's answer to each cell until it is decided"));
    m_blinded->setCheckable(true);
    m_secondReader = add("secondReader", tr("Second reader…"), tr("Another person decides every cell anew; the case keeps its classes"));
    QAction* agreement = add("agreement", tr("Agreement"), tr("Compare people with the model and with each other (Cohen's kappa)"));
    menu->addSeparator();
    QAction* training = add("trainingList", tr("Use reviewed cells for training"), tr("Write a list of the reviewed cells with their classes, to train on"));
    review->setMenu(menu);
    connect(m_blinded, &QAction::toggled, this, &EditBar::blindedChosen);
    connect(m_secondReader, &QAction::triggered, this, &EditBar::secondReaderRequested);
    connect(agreement, &QAction::triggered, this, &EditBar::agreementRequested);
    connect(training, &QAction::triggered, this, &EditBar::trainingListRequested);
    return review;
}

void EditBar::setReview(bool blinded, bool reading) {
    const QSignalBlocker quiet(m_blinded);
    m_blinded->setChecked(blinded);
    m_blinded->setEnabled(!reading);
    m_secondReader->setEnabled(!reading);
}

void EditBar::setMayChange(bool may) {
    if (may == m_mayChange) return;
    m_mayChange = may;
    setSelectedCount(m_selectedCells);
    showUndo();
}

QToolButton* EditBar::addButton(const char* name, const char* icon, const QString& text, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

QSize EditBar::minimumSizeHint() const {
    int width = Theme::kMarginPx * 10;  // the menu, which keeps its word
    for (const QToolButton* button : m_buttons) width += button->iconSize().width() + Theme::kMarginPx;
    return {width, QWidget::minimumSizeHint().height()};
}

void EditBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitButtons();
}

void EditBar::fitButtons() {
    for (QToolButton* button : m_buttons) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    layout()->invalidate();
    for (QToolButton* button : m_buttons) {
        if (layout()->minimumSize().width() <= width()) return;
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        layout()->invalidate();
    }
}

void EditBar::setSelectedCount(int cells) {
    m_selectedCells = cells;
    m_remove->setEnabled(cells > 0 && m_mayChange);
    m_selected->setText(cells > 0 ? tr("Selected: %1").arg(locale().toString(cells)) : QString());
    fitButtons();
}

void EditBar::showUndo() {
    const auto tip = [](const QString& help, ReviewAction action) {
        for (const ReviewKey& key : reviewKeys())
            if (key.action == action) return tr("%1 (%2)").arg(help, keysText(key));
        return help;
    };
    const auto show = [this](QToolButton* button, bool possible, const QString& bare, const QString& full,
                             const QString& help) {
        button->setEnabled(possible);
        button->setText(fontMetrics().elidedText(possible ? full : bare, Qt::ElideRight, kUndoTextPx));
        button->setToolTip(possible ? full + '\n' + help : help);
        button->setAccessibleName(possible ? full : bare);
    };
    show(m_undoButton, m_undo.canUndo() && m_mayChange, tr("Undo"), tr("Undo: %1").arg(m_undo.undoText()),
         tip(tr("Take back the last change"), ReviewAction::Undo));
    show(m_redoButton, m_undo.canRedo() && m_mayChange, tr("Redo"), tr("Redo: %1").arg(m_undo.redoText()),
         tip(tr("Make the change taken back again"), ReviewAction::Redo));
    fitButtons();
}

}  // namespace leukolens::ui
