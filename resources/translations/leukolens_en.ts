<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ModelWords</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <extracomment>%1 is "4,800 cells"</extracomment>
        <translation>
            <numerusform>%1 of %Ln patient</numerusform>
            <numerusform>%1 of %Ln patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelCardView</name>
    <message numerus="yes">
        <source>%Ln tensor(s) missing</source>
        <translation>
            <numerusform>%Ln tensor missing</numerusform>
            <numerusform>%Ln tensors missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a place in the network</source>
        <translation>
            <numerusform>%Ln without a place in the network</numerusform>
            <numerusform>%Ln without a place in the network</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsWindow</name>
    <message numerus="yes">
        <source>“%1” is kept: %Ln case(s) were classified with it.</source>
        <translation>
            <numerusform>“%1” is kept: %Ln case was classified with it.</numerusform>
            <numerusform>“%1” is kept: %Ln cases were classified with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitGrid</name>
    <message numerus="yes">
        <source>%1: %n cell(s)</source>
        <translation>
            <numerusform>%1: %n cell</numerusform>
            <numerusform>%1: %n cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitPanel</name>
    <message numerus="yes">
        <source>Optimistic: %n patient(s) are shared between training and test.</source>
        <translation>
            <numerusform>Optimistic: %n patient is shared between training and test.</numerusform>
            <numerusform>Optimistic: %n patients are shared between training and test.</numerusform>
        </translation>
    </message>
</context>
</TS>
