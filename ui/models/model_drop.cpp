#include "ui/models/model_drop.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QWidget>

#include "ui/models/model_words.h"
#include "ui/shell/app_context.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {
namespace {

struct Dropped {
    QStringList models;
    QList<QUrl> rest;
};

Dropped sortOut(const QMimeData& data) {
    Dropped dropped;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile() && isModelFile(url.toLocalFile()))
            dropped.models << url.toLocalFile();
        else
            dropped.rest << url;
    }
    return dropped;
}

Workspace* workspaceUnder(QWidget* widget) {
    while (widget && !qobject_cast<Workspace*>(widget)) widget = widget->parentWidget();
    return qobject_cast<Workspace*>(widget);
}

}  // namespace

ModelDrop::ModelDrop(AppContext& context, QWidget& mainWindow, QWidget& modelsWindow)
    : QObject(&mainWindow),
      m_context(context),
      m_mainWindow(mainWindow),
      m_modelsWindow(modelsWindow),
      m_overMain(new DropOverlay("model", {}, &mainWindow)),
      m_overModels(new DropOverlay("model", {}, &modelsWindow)) {
    m_overMain->setObjectName("modelOverlay");
    m_overModels->setObjectName("modelOverlay");
    mainWindow.setAcceptDrops(true);  // where no part of it does
    modelsWindow.setAcceptDrops(true);
    qApp->installEventFilter(this);
}

bool ModelDrop::takes(const QWidget& widget) const {
    return widget.window() == &m_mainWindow || widget.window() == &m_modelsWindow;
}

bool ModelDrop::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    const bool isDrag = type == QEvent::DragEnter || type == QEvent::DragMove || type == QEvent::Drop;
    if (!isDrag && type != QEvent::DragLeave) return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || !takes(*widget)) return false;
    if (!isDrag || type == QEvent::Drop) {
        m_overMain->setShown(false);
        m_overModels->setShown(false);
    }
    if (!isDrag) return false;
    auto* drop = static_cast<QDropEvent*>(event);
    const Dropped dropped = sortOut(*drop->mimeData());
    if (dropped.models.isEmpty()) return false;
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (type == QEvent::DragEnter) showOverlay(*widget, !dropped.rest.isEmpty());
    if (type == QEvent::Drop) {
        if (!dropped.rest.isEmpty()) passOn(*widget, *drop, dropped.rest);
        Q_EMIT m_context.addModelsRequested(dropped.models);
    }
    return true;
}

void ModelDrop::showOverlay(const QWidget& under, bool mixed) {
    DropOverlay* overlay = under.window() == &m_mainWindow ? m_overMain : m_overModels;
    overlay->setText(mixed ? tr("Drop to look at the model and to add the other files") : tr("Drop to look at the model"));
    overlay->setShown(true);
}

/// As if the rest alone had been dropped there; where nothing takes it, it is for Classify.
void ModelDrop::passOn(QWidget& under, const QDropEvent& drop, const QList<QUrl>& rest) {
    QMimeData data;
    data.setUrls(rest);
    if (Workspace* place = workspaceUnder(&under)) {
        const QPoint middle = place->rect().center();
        QDragEnterEvent enter(middle, drop.possibleActions(), &data, drop.buttons(), drop.modifiers());
        QCoreApplication::sendEvent(place, &enter);
        if (enter.isAccepted()) {
            QDropEvent alone(middle, drop.possibleActions(), &data, drop.buttons(), drop.modifiers());
            QCoreApplication::sendEvent(place, &alone);
            if (alone.isAccepted()) return;
        }
    }
    QStringList files;
    for (const QUrl& url : rest)
        if (url.isLocalFile()) files << url.toLocalFile();
    if (!files.isEmpty()) Q_EMIT m_context.classifyRequested(files);
}

}  // namespace leukolens::ui
